package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes frames off a channel: as much is read at once as is there, up to 128 KiB. The buffer grows with what comes at once, so a
 * connection that says little holds little. Confined to the reading thread.
 */
final class FrameInput {
    /** Longest body that two bytes can say. */
    static final int MAX_BODY = 65_535;

    private static final int LENGTH_BYTES = 2;
    private static final int FIRST_BYTES = 512;

    /** What one read takes in, at most; no less than the longest frame. */
    private static final int MOST_BYTES = 2 * (LENGTH_BYTES + MAX_BODY);

    private final InputStream channel;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int from;
    private int end;
    private boolean filled; // there was more than the buffer took, so a larger one saves reads
    private int bodyFrom;
    private int bodyLength;

    FrameInput(InputStream channel) {
        this.channel = channel;
    }

    /**
     * Goes to the next frame; the one before is gone.
     *
     * @param longest bytes of its body, at most
     * @return false when the channel ended before it
     * @throws HandshakeException when it is longer, or the channel ended within it
     */
    boolean next(int longest) throws IOException {
        if (!fill(LENGTH_BYTES)) {
            if (end == from) {
                return false;
            }
            throw brokeOff();
        }
        int length = nextLength();
        if (length > longest) {
            throw new HandshakeException("a frame of " + length + " bytes, where " + longest + " are the most");
        }
        if (!fill(LENGTH_BYTES + length)) {
            throw brokeOff();
        }
        bodyFrom = from + LENGTH_BYTES;
        bodyLength = length;
        from = bodyFrom + length;
        return true;
    }

    /** Makes sure that so many bytes are there, all in one piece; false when the channel ends before. */
    private boolean fill(int wanted) throws IOException {
        if (from == end) {
            from = 0;
            end = 0;
        }
        if (buffer.length - from < wanted) {
            byte[] target = wanted > buffer.length || (filled && buffer.length < MOST_BYTES)
                    ? new byte[Math.max(wanted, larger())]
                    : buffer;
            filled = false;
            System.arraycopy(buffer, from, target, 0, end - from);
            buffer = target;
            end -= from;
            from = 0;
        }
        while (end - from < wanted) {
            int read = channel.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
            filled |= end == buffer.length;
        }
        return true;
    }

    /** Whether the next frame is here, all of it. */
    boolean isReady() {
        int here = end - from;
        return here >= LENGTH_BYTES && here >= LENGTH_BYTES + nextLength();
    }

    private int nextLength() {
        return Byte.toUnsignedInt(buffer[from]) << 8 | Byte.toUnsignedInt(buffer[from + 1]);
    }

    private int larger() {
        return Math.min(2 * buffer.length, MOST_BYTES);
    }

    /** What the body lies in; it changes with the next frame. */
    byte[] buffer() {
        return buffer;
    }

    int bodyFrom() {
        return bodyFrom;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** The body; a copy. */
    byte[] body() {
        return Arrays.copyOfRange(buffer, bodyFrom, bodyFrom + bodyLength);
    }

    private static HandshakeException brokeOff() {
        return new HandshakeException("the connection broke off within a frame");
    }
}
