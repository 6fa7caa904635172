package ai.rios.edge.hostile;

import static ai.rios.edge.Http2Socket.CONTINUATION;
import static ai.rios.edge.Http2Socket.END_HEADERS;
import static ai.rios.edge.Http2Socket.END_STREAM;
import static ai.rios.edge.Http2Socket.HEADERS;
import static ai.rios.edge.Http2Socket.RST_STREAM;
import static ai.rios.edge.Http2Socket.SETTINGS;

import ai.rios.edge.Http2Socket;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What HTTP/2 has of its own. An answer is the code of the error, for the status is packed; or how the stream or the connection ended,
 * with the number of the error (RFC 9113, 7).
 */
final class Http2Cases {
    private static final int PRIORITY = 2;
    private static final int PUSH_PROMISE = 5;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final String DEPLOYMENTS = "/v1/deployments";

    private final Rows rows = new Rows(Group.HTTP2, Rule.HTTP2);

    private Http2Cases() {}

    static List<HostileCase> all() {
        Http2Cases cases = new Http2Cases();
        cases.frames();
        cases.heads();
        return cases.rows.all();
    }

    /** How a stream ends, and whether another on the same connection is answered behind it. */
    static Heard heard(Http2Socket socket, int stream) {
        String ending = socket.ending(stream);
        String end = ending.startsWith("{") ? answer(ending) : ending.split(" ", 2)[0];
        if (end.equals("GOAWAY") || end.equals("closed")) {
            return new Heard(end, ending);
        }
        String probe = socket.head(stream + 2, Http2Socket.request("GET", "/health"), true)
                .ending(stream + 2);
        return new Heard(end + (probe.contains("healthy") ? ", open" : ", closed"), ending + '\n' + probe);
    }

    private static String answer(String body) {
        String fault = Heard.fault(body).strip();
        return fault.isEmpty() ? "answered" : fault;
    }

    private void row(String name, String answer, Consumer<Http2Socket> attack) {
        rows.add(name, answer, world -> {
            try (Http2Socket socket = world.connectHttp2()) {
                try {
                    attack.accept(socket);
                } catch (UncheckedIOException _) {
                    // the edge has closed in the midst of it: what it said before is heard next
                }
                return heard(socket, 1);
            }
        });
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private void frames() {
        row("data on a stream that nobody opened", "GOAWAY", socket -> socket.data(1, "a"));
        row("data on the connection", "GOAWAY", socket -> socket.data(0, "a"));
        row(
                "a head on the connection",
                "GOAWAY",
                socket -> socket.frame(HEADERS, END_HEADERS | END_STREAM, 0, new byte[] {(byte) 0x82}));
        row(
                "a stream with an even number",
                "GOAWAY",
                socket -> socket.head(2, Http2Socket.request("GET", "/health"), true));
        row(
                "a continuation of nothing",
                "GOAWAY",
                socket -> socket.frame(CONTINUATION, END_HEADERS, 1, new byte[] {(byte) 0x82}));
        row("a head within a head", "GOAWAY", socket -> {
            socket.frame(HEADERS, 0, 1, new byte[] {(byte) 0x82});
            socket.frame(HEADERS, END_HEADERS, 3, new byte[] {(byte) 0x82});
        });
        row("data within a head", "GOAWAY", socket -> {
            socket.frame(HEADERS, 0, 1, new byte[] {(byte) 0x82});
            socket.data(1, "a");
        });
        row("a head in 16 parts of 16,000 bytes", "GOAWAY", socket -> {
            socket.frame(HEADERS, 0, 1, new byte[] {(byte) 0x82});
            for (int i = 0; i < 16; i++) {
                socket.frame(CONTINUATION, 0, 1, new byte[16_000]);
            }
        });
        row("a promise of a client", "GOAWAY", socket -> socket.frame(PUSH_PROMISE, END_HEADERS, 1, number(2)));
        row("a ping of seven bytes", "GOAWAY", socket -> socket.frame(PING, 0, 0, new byte[7]));
        row("a ping on a stream", "GOAWAY", socket -> socket.frame(PING, 0, 1, new byte[8]));
        row("a window wider by nothing", "GOAWAY", socket -> socket.frame(WINDOW_UPDATE, 0, 0, number(0)));
        row(
                "a window wider than there is",
                "GOAWAY",
                socket -> socket.frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE)));
        row("settings of seven bytes", "GOAWAY", socket -> socket.frame(SETTINGS, 0, 0, new byte[7]));
        row("settings on a stream", "GOAWAY", socket -> socket.frame(SETTINGS, 0, 1, new byte[0]));
        row("an end of a stream that nobody opened", "GOAWAY", socket -> socket.frame(RST_STREAM, 0, 1, number(8)));
        row("an order of three bytes", "GOAWAY", socket -> socket.frame(PRIORITY, 0, 1, new byte[3]));
        row(
                "a head of what is no packing",
                "GOAWAY",
                socket -> socket.frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {
                    (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F
                }));
        row(
                "a head that names an entry there is not",
                "GOAWAY",
                socket -> socket.frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {(byte) 0xFE}));
    }

    private void head(String name, String answer, Map<String, String> fields) {
        row(name, answer, socket -> socket.head(1, fields, true));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> fields = Http2Socket.request("GET", "/health");
        fields.put(name, value);
        return fields;
    }

    private static Map<String, String> without(String name) {
        Map<String, String> fields = Http2Socket.request("GET", "/health");
        fields.remove(name);
        return fields;
    }

    private void heads() {
        head("no method", "GOAWAY", without(":method"));
        head("no path", "GOAWAY", without(":path"));
        head("no scheme", "GOAWAY", without(":scheme"));
        head("an empty path", "GOAWAY", with(":path", ""));
        head("a path without its slash", "not_found, open", with(":path", "health"));
        head("a path with a space and a version", "GOAWAY", with(":path", "/health HTTP/1.1"));
        head("a path with a line's end", "GOAWAY", with(":path", "/health\r\nX-A: b"));
        head("a method in small letters", "answered, open", with(":method", "get"));
        head("a method with a line's end", "GOAWAY", with(":method", "GET / HTTP/1.1\r\nX-A:"));
        head("a name in capitals", "GOAWAY", with("X-A", "b"));
        head("a name with a colon", "GOAWAY", with("x:a", "b"));
        head("an empty name", "GOAWAY", with("", "b"));
        head("a name with a line's end", "GOAWAY", with("x-a\r\nx-b", "b"));
        head("a value with a line's end", "GOAWAY", with("x-a", "b\r\nx-b: c"));
        head("a value with a zero byte", "GOAWAY", with("x-a", "b\0c"));
        head("transfer-encoding: chunked", "GOAWAY", with("transfer-encoding", "chunked"));
        head("connection: close", "GOAWAY", with("connection", "close"));
        head("upgrade: websocket", "answered, open", with("upgrade", "websocket"));
        head("a field of a pseudo's kind that there is not", "GOAWAY", with(":protocol", "websocket"));
        head("a status in a request", "GOAWAY", with(":status", "200"));
        head("a length without a body", "RST_STREAM, open", with("content-length", "5"));
        head("a head of 17,000 bytes", "GOAWAY", with("x-a", "a".repeat(17_000)));
        row("data of 16,385 bytes", "GOAWAY", socket -> socket.data(1, "a".repeat(16_385)));
        body("a body that is longer than its length", "RST_STREAM, open", 2, "{}GET /health");
        body("a body that is shorter than its length", "RST_STREAM, open", 20, "{}");
        row("two unlike hosts", "GOAWAY", socket -> socket.head(1, with("host", "other.example"), true));
    }

    private void body(String name, String answer, int length, String body) {
        rows.add(name, answer, world -> {
            Map<String, String> fields = Http2Socket.request("POST", DEPLOYMENTS);
            fields.put("authorization", "Bearer " + world.token());
            fields.put("content-length", Integer.toString(length));
            try (Http2Socket socket = world.connectHttp2()) {
                return heard(socket.head(1, fields, false).last(1, body), 1);
            }
        });
    }
}
