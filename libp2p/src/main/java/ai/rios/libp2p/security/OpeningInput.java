package ai.rios.libp2p.security;

import ai.rios.libp2p.HandshakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens record by record. One that cannot be opened is the last: the channel is closed. Confined to the reading thread.
 */
public final class OpeningInput extends InputStream {
    /** Makes bytes out of records. Confined to the reading thread. */
    public interface Opener {
        /**
         * What is in the next record, which is waited for; it may be nothing. Good until the next call.
         *
         * @return null where the channel ended before it, and ever after
         * @throws HandshakeException when it cannot be opened
         */
        @Nullable ByteBuffer open() throws IOException;

        /** Whether {@link #open} will not wait, as far as that is known. */
        default boolean isReady() {
            return false;
        }
    }

    /** Records without payload in a row that are passed over. */
    public static final int MOST_EMPTY = 100;

    private final Opener opener;
    private final Runnable onFailure;
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private int empty; // in a row

    /**
     * Reads nothing yet.
     *
     * @param onFailure closes the channel
     */
    public OpeningInput(Opener opener, Runnable onFailure) {
        this.opener = opener;
        this.onFailure = onFailure;
    }

    @Override
    public int read() throws IOException {
        return fill(true) ? Byte.toUnsignedInt(plain.get()) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill(true)) {
            return -1;
        }
        int taken = Math.min(length, plain.remaining());
        plain.get(target, offset, taken);
        return taken;
    }

    @Override
    public int available() throws IOException {
        fill(false);
        return plain.remaining();
    }

    /** Makes sure that something is there; false at the end, or where it had to be waited for. A few records without payload are passed over. */
    private boolean fill(boolean waits) throws IOException {
        try {
            while (!plain.hasRemaining()) {
                if (empty > MOST_EMPTY) {
                    throw new HandshakeException("more than " + MOST_EMPTY + " records without payload");
                }
                ByteBuffer next = waits || opener.isReady() ? opener.open() : null;
                if (next == null) {
                    return false;
                }
                plain = next;
                empty = next.hasRemaining() ? 0 : empty + 1;
            }
            return true;
        } catch (HandshakeException failure) {
            onFailure.run();
            throw failure;
        }
    }
}
