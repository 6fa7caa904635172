package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;
import static ai.rios.edge.hostile.Request.post;
import static ai.rios.edge.hostile.Request.starting;

import ai.rios.edge.Http2Socket;
import ai.rios.edge.RawSocket;
import ai.rios.edge.websocket.ClientFrames;
import ai.rios.edge.websocket.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Clients that stop, dawdle, half close, or do not stop at all. They run at the same time, against an edge whose limits are small; a
 * close is awaited, not timed.
 */
final class SlowCases {
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final int PAUSE_MS = 50;
    private static final String CUT = "closed";
    private static final String BROKEN_OFF = "400 invalid_request (body: was broken off), closed";

    private final Rows rows = new Rows(Group.SLOW, Rule.HEAD_LIMIT);

    private SlowCases() {}

    static List<HostileCase> all() {
        SlowCases cases = new SlowCases();
        cases.heads();
        cases.rows.by(Rule.BODY_LIMIT);
        cases.bodies();
        cases.rows.by(Rule.IDLE_LIMIT);
        cases.idle();
        cases.rows.by(Rule.HALF_CLOSED);
        cases.halfClosed();
        cases.sockets();
        cases.http2();
        return cases.rows.all();
    }

    /** Says so much and no more. */
    private void stops(String name, String answer, Function<World, Request> said) {
        rows.add(name, answer, world -> {
            try (RawSocket socket = world.connect()) {
                return World.hearOut(socket.sayWhatIsTaken(said.apply(world).open()));
            }
        });
    }

    /** Says a part at once and the rest a byte at a time. */
    private void dawdles(String name, String answer, Function<World, Request> atOnce, byte[] rest) {
        rows.add(name, answer, world -> {
            try (RawSocket socket = world.connect()) {
                socket.sayWhatIsTaken(atOnce.apply(world).open()).sayByteByByte(rest, PAUSE_MS);
                return World.hearOut(socket);
            }
        });
    }

    /** Says so much, and that nothing more will come. */
    private void halfCloses(String name, String answer, Function<World, Request> said) {
        rows.add(name, answer, world -> {
            try (RawSocket socket = world.connect()) {
                return World.hearOut(
                        socket.sayWhatIsTaken(said.apply(world).open()).sayNoMore());
            }
        });
    }

    private static Request begun(World world) {
        return post(DEPLOYMENTS).bearer(world.token());
    }

    private void heads() {
        stops("nothing is said", CUT, _ -> Request.nothing());
        stops("half a first line", CUT, _ -> Request.nothing().add("GET /hea"));
        stops("a first line alone", CUT, _ -> starting("GET /health HTTP/1.1"));
        stops("half a header", CUT, _ -> get("/health").add("X-A: "));
        stops("a head without its end", CUT, _ -> get("/health"));
        stops(
                "half a handshake",
                CUT,
                world -> get("/v1/stream").bearer(world.token()).line("Upgrade: websocket"));
        dawdles(
                "a first line a byte at a time",
                CUT,
                _ -> Request.nothing(),
                ("GET /" + "a".repeat(4_000)).getBytes(StandardCharsets.US_ASCII));
        dawdles(
                "a header a byte at a time",
                CUT,
                _ -> get("/health"),
                ("X-A: " + "a".repeat(4_000)).getBytes(StandardCharsets.US_ASCII));
        dawdles(
                "empty headers a byte at a time",
                CUT,
                _ -> get("/health"),
                "a:\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
        stops("half a preface of HTTP/2", CUT, _ -> Request.nothing().add("PRI * HTTP/2.0\r\n\r\n"));
        stops(
                "a second request without its end",
                "200, closed",
                _ -> get("/health").add("\r\nGET /health HTTP/1.1\r\nHost: a\r\n"));
    }

    private void bodies() {
        stops(
                "a body that does not come",
                CUT,
                world -> begun(world).line("Content-Length: 100").add("\r\n"));
        stops(
                "half a body",
                CUT,
                world -> begun(world).line("Content-Length: 100").add("\r\n{\"name\""));
        stops(
                "half a size of a chunk",
                CUT,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n1"));
        stops(
                "half a chunk",
                CUT,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n64\r\n{"));
        stops(
                "no last chunk",
                CUT,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n2\r\n{}\r\n"));
        stops(
                "a last chunk without its end",
                CUT,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n2\r\n{}\r\n0\r\n"));
        stops(
                "a body that does not come after the word to send it",
                "100, closed",
                world -> begun(world)
                        .line("Expect: 100-continue")
                        .line("Content-Length: 100")
                        .add("\r\n"));
        stops(
                "half a body of a request that is refused",
                "401 unauthenticated, closed",
                _ -> post(DEPLOYMENTS).line("Content-Length: 100").add("\r\n{"));
        stops(
                "half a body of a request to nowhere",
                "404 not_found, closed",
                _ -> post("/nowhere").line("Content-Length: 100").add("\r\n{"));
        dawdles(
                "a body a byte at a time",
                CUT,
                world -> begun(world).line("Content-Length: 4000").add("\r\n"),
                new byte[4_000]);
        dawdles(
                "chunks of a byte, a byte at a time",
                CUT,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n"),
                "1\r\n \r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
        dawdles(
                "a body of a refused request a byte at a time",
                "401 unauthenticated, closed",
                _ -> post(DEPLOYMENTS).line("Content-Length: 4000").add("\r\n"),
                new byte[4_000]);
    }

    private void idle() {
        stops("nothing after an answer", "200, closed", _ -> get("/health").add("\r\n"));
    }

    private void halfClosed() {
        halfCloses("nothing is said, and half is closed", CUT, _ -> Request.nothing());
        halfCloses("half a head, and half is closed", CUT, _ -> get("/health"));
        halfCloses(
                "a whole request, and half is closed",
                "200, closed",
                _ -> get("/health").add("\r\n"));
        halfCloses(
                "half a body, and half is closed",
                BROKEN_OFF,
                world -> begun(world).line("Content-Length: 100").add("\r\n{"));
        halfCloses(
                "half a chunk, and half is closed",
                BROKEN_OFF,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n64\r\n{"));
        halfCloses(
                "no last chunk, and half is closed",
                BROKEN_OFF,
                world -> begun(world).line("Transfer-Encoding: chunked").add("\r\n2\r\n{}\r\n"));
        halfCloses(
                "half a body of a request that is refused, and half is closed",
                "401 unauthenticated, closed",
                _ -> post(DEPLOYMENTS).line("Content-Length: 100").add("\r\n{"));
    }

    private void sockets() {
        rows.by(Rule.DEAD_SOCKETS);
        socket("a socket on which nothing is said", "101, close 4010, closed");
        socket("half a frame's head", "101, close 4010, closed", 0x81);
        socket("half a frame", "101, close 4010, closed", 0x81, 0x85, 0, 0, 0, 0, 'a');
        rows.by(Rule.HALF_CLOSED);
        rows.add("a socket of which half is closed", "101, closed", world -> {
            try (RawClient client = world.openSocket("")) {
                client.endOutput();
                return World.hear(client);
            }
        });
        rows.by(Rule.FAST_SOCKETS);
        rows.add("1,000 messages at once", "101, close 4008, closed", world -> {
            byte[][] messages = new byte[1_000][];
            Arrays.fill(messages, ClientFrames.text("a"));
            return world.socket("", ClientFrames.join(messages));
        });
    }

    private void socket(String name, String answer, int... bytes) {
        byte[] said = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            said[i] = (byte) bytes[i];
        }
        rows.add(name, answer, world -> world.socket("", said));
    }

    private void http2() {
        rows.by(Rule.IDLE_LIMIT);
        rows.add("HTTP/2 with nothing behind its preface", "closed", world -> {
            try (Http2Socket socket = world.connectHttp2()) {
                return Http2Cases.heard(socket, 1);
            }
        });
        rows.add("half a head over HTTP/2", "closed", world -> {
            try (Http2Socket socket = world.connectHttp2()) {
                return Http2Cases.heard(socket.frame(Http2Socket.HEADERS, 0, 1, new byte[] {(byte) 0x82}), 1);
            }
        });
        rows.by(Rule.BODY_LIMIT);
        rows.add(
                "a body over HTTP/2 that does not come",
                "invalid_request (body: did not come in the time for it), open",
                world -> {
                    try (Http2Socket socket = world.connectHttp2()) {
                        Map<String, String> head = Http2Socket.request("POST", DEPLOYMENTS);
                        head.put("authorization", "Bearer " + world.token());
                        return Http2Cases.heard(socket.head(1, head, false).data(1, "{"), 1);
                    }
                });
    }
}
