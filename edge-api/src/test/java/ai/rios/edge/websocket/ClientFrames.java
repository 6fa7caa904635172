package ai.rios.edge.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as a client writes them, good and bad. */
public final class ClientFrames {
    public static final int FIN = 0x80;
    public static final int RSV1 = 0x40;
    public static final int RSV2 = 0x20;
    public static final int RSV3 = 0x10;
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;
    private static final int KEY = 0x37FA213D;

    private ClientFrames() {}

    /** A masked frame; {@code first} is its first byte, flags and opcode. */
    public static byte[] frame(int first, byte[] payload) {
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

    public static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    public static byte[] binary(byte[] data) {
        return frame(FIN | BINARY, data);
    }

    public static byte[] ping(String payload) {
        return frame(FIN | PING, utf8(payload));
    }

    public static byte[] close(int code, String reason) {
        byte[] text = utf8(reason);
        byte[] payload = bytes(
                ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text));
        return frame(FIN | CLOSE, payload);
    }

    /** Bytes as they are, for what no encoder would write. */
    public static byte[] raw(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] join(byte[]... parts) {
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
