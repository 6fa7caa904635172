package ai.rios.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A connection that speaks HTTP/2 frame by frame (RFC 9113), as far as a test of slow clients needs it: headers as literals without
 * indexing (RFC 7541, 6.2.2), and the bytes of DATA frames back.
 */
public final class Http2Socket implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;
    private static final short SETTINGS_INITIAL_WINDOW_SIZE = 4;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** Larger payloads must be allowed by the other side. */
    private static final int MAX_FRAME = 16_384;

    /** Where names stand in the static table (RFC 7541, A): pseudo headers are not taken otherwise. */
    private static final Map<String, Integer> PSEUDO = Map.of(":authority", 1, ":method", 2, ":path", 4, ":scheme", 6);

    private final Socket socket;

    /** Connects, and says the preface and empty settings. */
    public Http2Socket(String host, int port) {
        this(RawSocket.connected(host, port), new byte[0]);
    }

    /** Connects, and gives answers no room: what has a body stays at the other side. */
    static Http2Socket withoutRoom(String host, int port) {
        byte[] noWindow = ByteBuffer.allocate(6)
                .putShort(SETTINGS_INITIAL_WINDOW_SIZE)
                .putInt(0)
                .array();
        return new Http2Socket(RawSocket.connected(host, port), noWindow);
    }

    /** Connects with a request of HTTP/1.1 that asks for HTTP/2; its answer comes on stream 1. */
    static Http2Socket upgraded(String host, int port, String request) {
        Socket socket = RawSocket.connected(host, port);
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("closed after " + head);
                }
                head.append((char) next);
            }
            if (head.indexOf("HTTP/1.1 101") != 0) {
                throw new AssertionError("not upgraded: " + head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Http2Socket(socket, new byte[0]);
    }

    private Http2Socket(Socket socket, byte[] settings) {
        this.socket = socket;
        try {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        frame(SETTINGS, 0, 0, settings);
    }

    /** The pseudo headers of a request, to which others may be added. */
    public static Map<String, String> request(String method, String path) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(":method", method);
        fields.put(":scheme", "http");
        fields.put(":path", path);
        fields.put(":authority", "a");
        return fields;
    }

    /** Opens a stream with a request's head, of up to two frames; pseudo headers are among the fields. */
    public Http2Socket head(int stream, Map<String, String> fields, boolean last) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            int index = PSEUDO.getOrDefault(name, 0);
            block.write(index);
            if (index == 0) {
                text(block, name);
            }
            text(block, value);
        });
        byte[] whole = block.toByteArray();
        byte[] first = Arrays.copyOf(whole, Math.min(whole.length, MAX_FRAME));
        byte[] rest = Arrays.copyOfRange(whole, first.length, whole.length);
        int end = last ? END_STREAM : 0;
        return rest.length == 0
                ? frame(HEADERS, END_HEADERS | end, stream, first)
                : frame(HEADERS, end, stream, first).frame(CONTINUATION, END_HEADERS, stream, rest);
    }

    public Http2Socket data(int stream, String text) {
        return frame(DATA, 0, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The last of a request's body. */
    public Http2Socket last(int stream, String text) {
        return frame(DATA, END_STREAM, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The settings of the other side, by number: the first frame that comes. */
    Map<Integer, Integer> settings() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(9);
            if (head[3] != SETTINGS) {
                throw new AssertionError("no settings: " + HexFormat.of().formatHex(head));
            }
            ByteBuffer payload =
                    ByteBuffer.wrap(in.readNBytes(ByteBuffer.wrap(head).getInt(0) >>> 8));
            Map<Integer, Integer> settings = new HashMap<>();
            while (payload.hasRemaining()) {
                settings.put((int) payload.getShort(), payload.getInt());
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes as DATA on a stream until the stream, or the connection, ends. */
    String hear(int stream) {
        return hear(Set.of(stream)).getOrDefault(stream, "");
    }

    /** What comes as DATA, where any does, on each of some streams until all of them have ended, or the connection has. */
    Map<Integer, String> hear(Set<Integer> streams) {
        Map<Integer, ByteArrayOutputStream> heard = new HashMap<>();
        Set<Integer> open = new HashSet<>(streams);
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (!open.isEmpty()) {
                byte[] head = in.readNBytes(9);
                if (head.length < 9) {
                    break;
                }
                ByteBuffer fields = ByteBuffer.wrap(head);
                byte[] payload = in.readNBytes(fields.getInt(0) >>> 8);
                int stream = fields.getInt(5);
                int type = head[3];
                if (type == GOAWAY) {
                    throw new AssertionError(
                            "the connection ended: " + HexFormat.of().formatHex(payload));
                }
                if (type == DATA && open.contains(stream)) {
                    heard.computeIfAbsent(stream, _ -> new ByteArrayOutputStream())
                            .write(payload);
                }
                boolean last = (type == DATA || type == HEADERS) && (head[4] & END_STREAM) != 0;
                if (last || type == RST_STREAM) {
                    open.remove(stream);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Integer, String> texts = new HashMap<>();
        heard.forEach((stream, bytes) -> texts.put(stream, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    /**
     * How a stream ends: with the text that came as DATA, {@code RST_STREAM} or {@code GOAWAY} and the number of their error, or
     * {@code closed}.
     */
    public String ending(int stream) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] head = in.readNBytes(9);
                if (head.length < 9) {
                    return "closed";
                }
                ByteBuffer fields = ByteBuffer.wrap(head);
                byte[] payload = in.readNBytes(fields.getInt(0) >>> 8);
                if (head[3] == GOAWAY) {
                    return "GOAWAY " + ByteBuffer.wrap(payload).getInt(4);
                }
                if (fields.getInt(5) != stream) {
                    continue;
                }
                if (head[3] == RST_STREAM) {
                    return "RST_STREAM " + ByteBuffer.wrap(payload).getInt();
                }
                if (head[3] == DATA) {
                    heard.write(payload);
                }
                if ((head[3] == DATA || head[3] == HEADERS) && (head[4] & END_STREAM) != 0) {
                    return heard.toString(StandardCharsets.UTF_8);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no end of stream " + stream, e);
        } catch (IOException _) { // a reset
            return "closed";
        }
    }

    /** Reads until the other side closes. */
    void hearUntilClosed() {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("not closed in time", e);
        }
    }

    /** A frame of any kind, good or not. */
    public Http2Socket frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        try {
            socket.getOutputStream().write(frame.array());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A string of up to some 16 KiB, not Huffman coded: its length in a prefix of seven bits (RFC 7541, 5.1). */
    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
