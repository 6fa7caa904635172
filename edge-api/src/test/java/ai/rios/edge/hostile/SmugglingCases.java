package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.method;
import static ai.rios.edge.hostile.Request.post;

import java.util.List;

/**
 * Requests that hide another: two readers of the same bytes would part them at different places. None has a credential, so that one
 * which is read to its end is 401; the hidden one would be answered with 200, and show.
 */
final class SmugglingCases {
    private static final String UPGRADE = "Connection: Upgrade, HTTP2-Settings";
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final String HIDDEN = "GET /health HTTP/1.1\r\nHost: a\r\nX-Request-ID: hidden\r\n\r\n";

    /** The framing is refused, and nothing that follows is looked at. */
    private static final String REFUSED = "400 invalid_request (request: is not well-formed HTTP), closed";

    /** The framing is good, and all of the body is a body. */
    private static final String READ = "401 unauthenticated, open";

    /** The head is good and answered; what follows is no body that can be passed over. */
    private static final String CUT = "401 unauthenticated, closed";

    private SmugglingCases() {}

    static List<HostileCase> all() {
        Rows rows = new Rows(Group.SMUGGLING, Rule.FRAMING);
        lengths(rows);
        codings(rows);
        chunks(rows);
        hidden(rows);
        return rows.all();
    }

    private static void lengths(Rows rows) {
        for (String length :
                List.of("-1", "+4", "0x4", "4.0", "4e0", "4,5", "4,4", "four", "4 4", "4;", "99999999999999999999")) {
            rows.send(
                    "Content-Length: " + length,
                    REFUSED,
                    post(DEPLOYMENTS).line("Content-Length: " + length).then("abcd" + HIDDEN));
        }
        rows.send(
                "an empty length",
                REFUSED,
                post(DEPLOYMENTS).line("Content-Length:").then(HIDDEN));
        rows.send(
                "a length with a vertical tab",
                REFUSED,
                post(DEPLOYMENTS).line("Content-Length: 4\u000b").then("abcd" + HIDDEN));
        rows.send(
                "a length with leading zeros",
                READ,
                post(DEPLOYMENTS).line("Content-Length: 0004").then("abcd"));
        rows.send(
                "two unlike lengths",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Content-Length: 4")
                        .line("Content-Length: 5")
                        .then("abcd" + HIDDEN));
        rows.send(
                "the same length twice",
                REFUSED,
                post(DEPLOYMENTS)
                        .line("Content-Length: 4")
                        .line("content-length: 4")
                        .then("abcd" + HIDDEN));
    }

    /** Every spelling of the framing by chunks, alone and beside a length. */
    private static void codings(Rows rows) {
        record Spelling(String name, String lines, String alone) {}
        List<Spelling> spellings = List.of(
                new Spelling("chunked", "Transfer-Encoding: chunked", READ),
                new Spelling("Chunked", "Transfer-Encoding: Chunked", READ),
                new Spelling("chunked after a tab", "Transfer-Encoding:\tchunked", READ),
                new Spelling("xchunked", "Transfer-Encoding: xchunked", REFUSED),
                new Spelling("chunked in quotes", "Transfer-Encoding: \"chunked\"", REFUSED),
                new Spelling("chunked twice on a line", "Transfer-Encoding: chunked, chunked", REFUSED),
                new Spelling(
                        "chunked on two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", REFUSED),
                new Spelling("chunked, identity", "Transfer-Encoding: chunked, identity", REFUSED),
                new Spelling("identity, chunked", "Transfer-Encoding: identity, chunked", REFUSED),
                new Spelling("gzip, chunked", "Transfer-Encoding: gzip, chunked", REFUSED),
                new Spelling("identity", "Transfer-Encoding: identity", REFUSED),
                new Spelling("gzip", "Transfer-Encoding: gzip", REFUSED),
                new Spelling("chunked; q=1", "Transfer-Encoding: chunked;q=1", REFUSED),
                new Spelling("nothing", "Transfer-Encoding:", REFUSED),
                new Spelling("a vertical tab before it", "Transfer-Encoding:\u000bchunked", REFUSED),
                new Spelling("a zero byte behind it", "Transfer-Encoding: chunked\0", REFUSED),
                new Spelling("a zero byte behind the name", "Transfer-Encoding\0: chunked", REFUSED),
                new Spelling("a space before the colon", "Transfer-Encoding : chunked", REFUSED),
                new Spelling("a tab before the colon", "Transfer-Encoding\t: chunked", REFUSED),
                new Spelling("a space before the name", " Transfer-Encoding: chunked", REFUSED),
                new Spelling("folded", "Transfer-Encoding:\r\n chunked", REFUSED),
                new Spelling("behind a bare line feed", "X-A: b\nTransfer-Encoding: chunked", REFUSED),
                new Spelling("behind a bare carriage return", "X-A: b\rTransfer-Encoding: chunked", REFUSED));
        for (Spelling spelling : spellings) {
            String name = "Transfer-Encoding: " + spelling.name();
            rows.send(
                    name,
                    spelling.alone(),
                    post(DEPLOYMENTS)
                            .line(spelling.lines())
                            .then("0\r\n\r\n" + (spelling.alone().equals(READ) ? "" : HIDDEN)));
            rows.send(
                    name + ", behind a length",
                    REFUSED,
                    post(DEPLOYMENTS)
                            .line("Content-Length: 5")
                            .line(spelling.lines())
                            .then("0\r\n\r\n" + HIDDEN));
            rows.send(
                    name + ", before a length",
                    REFUSED,
                    post(DEPLOYMENTS)
                            .line(spelling.lines())
                            .line("Content-Length: 5")
                            .then("0\r\n\r\n" + HIDDEN));
        }
    }

    /** Bodies by chunks of which one is none, with a credential, so that they are read. */
    private static void chunks(Rows rows) {
        String broken = "400 invalid_request (body: is not framed as HTTP asks), closed";
        record Chunk(String name, String text) {}
        List<Chunk> chunks = List.of(
                new Chunk("no number", "zz\r\n"),
                new Chunk("0x4", "0x4\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("+4", "+4\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("-4", "-4\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("nothing", "\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("a space before it", " 4\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("a line feed alone behind it", "4\nabcd\r\n0\r\n\r\n"),
                new Chunk("line feeds alone throughout", "4\nabcd\n0\n\n"),
                new Chunk("a carriage return alone behind it", "4\rabcd\r\n0\r\n\r\n"),
                new Chunk("-0", "-0\r\n\r\n"),
                new Chunk("+0", "+0\r\n\r\n"),
                new Chunk("a line of 60,000 zeros", "0".repeat(60_000) + "4\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("a line of a mebibyte that does not end", "0".repeat(1_048_576)),
                new Chunk("4 and an extension", "4;a=b\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("4, and a line feed in an extension", "4;a\nb\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("right, but other bytes than a line's end behind its data", "4\r\nabcdXX0\r\n\r\n"),
                new Chunk("right, but line feeds alone behind its data", "4\r\nabcd\n\n0\r\n\r\n"),
                new Chunk("right, but a trailer behind the last", "4\r\nabcd\r\n0\r\nX-A: b\r\n\r\n"),
                new Chunk("right, but a length as trailer", "4\r\nabcd\r\n0\r\nContent-Length: 9\r\n\r\n"),
                new Chunk("FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("100000004, which is 4 in 32 bits", "100000004\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("less than what follows", "2\r\nabcd\r\n0\r\n\r\n"),
                new Chunk("more than what follows", "6\r\nabcd\r\n0\r\n\r\n"));
        rows.send(
                "a chunk's size: 4 behind fifteen zeros",
                READ,
                post(DEPLOYMENTS).line("Transfer-Encoding: chunked").then("0000000000000004\r\nabcd\r\n000\r\n\r\n"));
        for (Chunk chunk : chunks) {
            rows.send(
                    "a chunk's size: " + chunk.name(),
                    broken,
                    world -> post(DEPLOYMENTS)
                            .bearer(world.token())
                            .line("Transfer-Encoding: chunked")
                            .then(chunk.text() + HIDDEN));
        }
    }

    /** Whole requests where a body may stand. */
    private static void hidden(Rows rows) {
        for (String verb : List.of("GET", "DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
            rows.send(
                    "a request as the body of " + verb,
                    "404 not_found, open",
                    method(verb, "/nowhere")
                            .line("Content-Length: " + HIDDEN.length())
                            .then(HIDDEN));
        }
        rows.send(
                "a request behind a body that is shorter than its length, which it fills",
                "401 unauthenticated, open",
                post(DEPLOYMENTS)
                        .line("Content-Length: " + (2 + HIDDEN.length()))
                        .then("{}" + HIDDEN));
        rows.send(
                "a request in a chunk",
                "401 unauthenticated, open",
                post(DEPLOYMENTS)
                        .line("Transfer-Encoding: chunked")
                        .then(Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n"));
        rows.send(
                "broken chunks behind a head that is refused",
                CUT,
                post(DEPLOYMENTS).line("Transfer-Encoding: chunked").then("zz\r\n" + HIDDEN));
        rows.send(
                "a length that Connection names as its own",
                "401 unauthenticated, open",
                post(DEPLOYMENTS)
                        .line("Connection: Content-Length")
                        .line("Content-Length: " + HIDDEN.length())
                        .then(HIDDEN));
        rows.send(
                "an upgrade to HTTP/2 with a body",
                "401 unauthenticated, open",
                post(DEPLOYMENTS)
                        .line("Connection: Upgrade, HTTP2-Settings")
                        .line("Upgrade: h2c")
                        .line("HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")
                        .line("Content-Length: " + HIDDEN.length())
                        .then(HIDDEN));
        upgrade(rows, "without Connection", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");
        upgrade(
                rows,
                "whose Connection names something else",
                "Connection: HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABk");
        upgrade(rows, "without settings", UPGRADE, "Upgrade: h2c");
        upgrade(
                rows,
                "with settings twice",
                UPGRADE,
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABk",
                "HTTP2-Settings: AAMAAABk");
        upgrade(rows, "with settings that are no base64", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: !!!");
        upgrade(rows, "with half a setting", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: AAMAAA");
        upgrade(rows, "with a setting out of bounds", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: AAUAAAAA");
        rows.send(
                "an upgrade to a socket with a body",
                "426 upgrade_required, open",
                Request.get("/v1/stream")
                        .line("Connection: Upgrade")
                        .line("Upgrade: websocket")
                        .line("Sec-WebSocket-Version: 13")
                        .line("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                        .line("Content-Length: " + HIDDEN.length())
                        .then(HIDDEN));
    }

    /** One that is not taken: the request is answered as if it did not ask for it. */
    private static void upgrade(Rows rows, String how, String... lines) {
        Request request = Request.get(DEPLOYMENTS);
        List.of(lines).forEach(request::line);
        rows.send("an upgrade to HTTP/2 " + how, "401 unauthenticated, open", request);
    }
}
