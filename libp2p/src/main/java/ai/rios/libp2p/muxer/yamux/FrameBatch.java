package ai.rios.libp2p.muxer.yamux;

import java.util.Arrays;

/** Frames that go out in one write, up to 64 KiB: a stream's share of the channel before others have theirs. Small ones of many streams share it. Confined to the writing thread. */
final class FrameBatch {
    /**
     * Longest payload that this end sends. Small enough for rust-libp2p's bound of 1 MiB.
     */
    static final int MAX_PAYLOAD = 16 * 1024;

    /** What one stream adds at most: its window's growth, a data frame, and its end. */
    private static final int MAX_TURN = 3 * FrameHeader.BYTES + MAX_PAYLOAD;

    private static final int MAX_BYTES = 4 * MAX_TURN;
    private static final int FIRST_BYTES = 512;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Whether any frame that this end sends fits in after those that are there. */
    boolean hasRoom() {
        return MAX_BYTES - length >= MAX_TURN;
    }

    /** Adds a frame that is only a header. */
    void add(FrameHeader header) {
        reserve(FrameHeader.BYTES);
        header.encode(bytes, length);
        length += FrameHeader.BYTES;
    }

    /** Adds a data frame with as many bytes of {@code payload} as the header says. */
    void add(FrameHeader header, ByteRing payload) {
        int payloadBytes = (int) header.length();
        reserve(FrameHeader.BYTES + payloadBytes);
        header.encode(bytes, length);
        payload.read(bytes, length + FrameHeader.BYTES, payloadBytes);
        length += FrameHeader.BYTES + payloadBytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.min(2 * bytes.length, MAX_BYTES), length + more));
        }
    }
}
