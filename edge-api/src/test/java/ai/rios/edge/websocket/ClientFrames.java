package ai.rios.edge.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as a client writes them, good and bad. */
final class ClientFrames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV2 = 0x20;
    static final int RSV3 = 0x10;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    private static final int KEY = 0x37FA213D;

    private ClientFrames() {}

    /** A masked frame; {@code first} is its first byte, flags and opcode. */
    static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(KEY);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= (byte) (KEY >>> (24 - (i % 4) * 8));
        }
        frame.put(masked);
        return bytes(frame);
    }

    static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    static byte[] binary(byte[] data) {
        return frame(FIN | BINARY, data);
    }

    static byte[] ping(String payload) {
        return frame(FIN | PING, utf8(payload));
    }

    static byte[] close(int code, String reason) {
        byte[] text = utf8(reason);
        byte[] payload = bytes(
                ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text));
        return frame(FIN | CLOSE, payload);
    }

    /** Bytes as they are, for what no encoder would write. */
    static byte[] raw(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.flip().get(bytes);
        return bytes;
    }
}
