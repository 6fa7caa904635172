package ai.rios.edge.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes permessage-deflate for one connection (RFC 7692, section 7.2.2). Output goes straight into the bounded
 * {@link MessageBuffer}, so a bomb stops at the message limit however small it was on the wire.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class MessageInflater {
    /** The end of a flushed deflate stream, which the sender leaves off. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final NativePool<Inflater> pool;
    private final boolean keepsContext;
    private @Nullable Inflater inflater;

    /** @param keepsContext whether the client may refer to earlier messages */
    MessageInflater(NativePool<Inflater> pool, boolean keepsContext) {
        this.pool = pool;
        this.keepsContext = keepsContext;
    }

    static NativePool<Inflater> pool(int maxIdle) {
        return new NativePool<>(maxIdle, () -> new Inflater(true), Inflater::reset, Inflater::end);
    }

    void inflate(byte[] data, int offset, int length, MessageBuffer into) throws ProtocolViolation {
        Inflater current = inflater;
        if (current == null) {
            current = pool.borrow();
            inflater = current;
        }
        try {
            current.setInput(data, offset, length);
            while (true) {
                int count = into.appendInflated(current);
                if (current.finished()) {
                    // A sender may end with a final block; what follows is a new stream (section 7.2.3.4).
                    int rest = current.getRemaining();
                    current.reset();
                    current.setInput(data, offset + length - rest, rest);
                    if (rest == 0) {
                        return;
                    }
                } else if (count == 0 && current.needsInput()) {
                    return;
                } else if (current.needsDictionary()) {
                    throw new ProtocolViolation(CloseReason.INVALID_PAYLOAD, "deflate data that wants a dictionary");
                }
            }
        } catch (DataFormatException _) {
            throw new ProtocolViolation(CloseReason.INVALID_PAYLOAD, "a message that is not deflate data");
        }
    }

    void finishMessage(MessageBuffer into) throws ProtocolViolation {
        inflate(TAIL, 0, TAIL.length, into);
        if (!keepsContext) {
            release();
        }
    }

    /** Gives the native memory back. */
    void release() {
        if (inflater != null) {
            pool.giveBack(inflater);
            inflater = null;
        }
    }
}
