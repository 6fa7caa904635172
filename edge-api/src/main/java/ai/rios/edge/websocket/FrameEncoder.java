package ai.rios.edge.websocket;

import java.nio.ByteBuffer;

/** Writes a server's frames: whole messages, never masked, the length in its shortest form. Thread-safe. */
final class FrameEncoder {
    private static final int FIN = 0x80;
    private static final int COMPRESSED = 0x40;

    private FrameEncoder() {}

    /** One frame, head and payload, in an array of its own. */
    static byte[] encode(Opcode opcode, boolean compressed, byte[] payload, int length) {
        ByteBuffer frame = ByteBuffer.allocate(headBytes(length) + length);
        frame.put((byte) (FIN | (compressed ? COMPRESSED : 0) | opcode.code()));
        if (length < 126) {
            frame.put((byte) length);
        } else if (length <= 0xFFFF) {
            frame.put((byte) 126).putShort((short) length);
        } else {
            frame.put((byte) 127).putLong(length);
        }
        return frame.put(payload, 0, length).array();
    }

    /** A close frame. */
    static byte[] close(CloseReason reason) {
        byte[] payload = reason.payload();
        return encode(Opcode.CLOSE, false, payload, payload.length);
    }

    /** How many bytes the head before so much payload takes: 2, 4 or 10. */
    static int headBytes(int payloadLength) {
        return payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10;
    }
}
