package ai.rios.edge.hostile;

import static ai.rios.edge.websocket.ClientFrames.BINARY;
import static ai.rios.edge.websocket.ClientFrames.CLOSE;
import static ai.rios.edge.websocket.ClientFrames.CONTINUATION;
import static ai.rios.edge.websocket.ClientFrames.FIN;
import static ai.rios.edge.websocket.ClientFrames.PING;
import static ai.rios.edge.websocket.ClientFrames.PONG;
import static ai.rios.edge.websocket.ClientFrames.RSV1;
import static ai.rios.edge.websocket.ClientFrames.RSV2;
import static ai.rios.edge.websocket.ClientFrames.RSV3;
import static ai.rios.edge.websocket.ClientFrames.TEXT;
import static ai.rios.edge.websocket.ClientFrames.close;
import static ai.rios.edge.websocket.ClientFrames.frame;
import static ai.rios.edge.websocket.ClientFrames.join;
import static ai.rios.edge.websocket.ClientFrames.ping;
import static ai.rios.edge.websocket.ClientFrames.raw;
import static ai.rios.edge.websocket.ClientFrames.text;
import static ai.rios.edge.websocket.ClientFrames.utf8;

import java.util.Arrays;
import java.util.List;

/** What a client may not say on {@code /v1/stream}, once it is open. Every rule of the frames is held by the tests of the layer itself. */
final class FrameCases {
    private static final byte[] NOTHING = {};
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final String BREACH = "101, close 1002, closed";
    private static final String BINARY_DATA = "101, close 1003, closed";
    private static final String BAD_TEXT = "101, close 1007, closed";
    private static final String TOO_LONG = "101, close 1009, closed";

    private final Rows rows = new Rows(Group.FRAMES, Rule.FRAMES);

    private FrameCases() {}

    static List<HostileCase> all() {
        FrameCases cases = new FrameCases();
        cases.order();
        cases.framing();
        cases.texts();
        cases.sizes();
        cases.deflated();
        cases.closing();
        return cases.rows.all();
    }

    private void row(String name, String answer, byte[]... frames) {
        rows.add(name, answer, world -> world.socket("", join(frames)));
    }

    private void deflated(String name, String answer, byte[]... frames) {
        rows.add(name, answer, world -> world.socket(DEFLATE, join(frames)));
    }

    private void order() {
        byte[] begun = frame(TEXT, utf8("begun"));
        row("a continuation of nothing", BREACH, frame(FIN | CONTINUATION, utf8("a")));
        row("a continuation of nothing that goes on", BREACH, frame(CONTINUATION, utf8("a")));
        row("a text within a text", BREACH, begun, text("new"));
        row("binary data within a text", BREACH, begun, frame(FIN | BINARY, NOTHING));
        row(
                "a continuation behind the last",
                BREACH,
                begun,
                frame(FIN | CONTINUATION, utf8("a")),
                frame(FIN | CONTINUATION, utf8("b")));
        row("a ping in parts", BREACH, frame(PING, utf8("a")), frame(FIN | CONTINUATION, utf8("b")));
        row("a close in parts", BREACH, frame(CLOSE, NOTHING));
        row(
                "a pong that nobody asked for, and then a breach",
                BREACH,
                frame(FIN | PONG, utf8("a")),
                frame(FIN | 3, NOTHING));
        row("a text, a close, and a text", "101, close 1000, closed", text("a"), close(1000, ""), text("late"));
        row("a close within a text", "101, close 1000, closed", begun, close(1000, ""));
        row("a close, and then another", "101, close 1000, closed", close(1000, ""), close(1001, ""));
        row(
                "a request of HTTP instead of frames",
                BREACH,
                Request.get("/health").bytes());
        row("the preface of HTTP/2 instead of frames", BREACH, utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    private void framing() {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
            row("opcode " + opcode, BREACH, frame(FIN | opcode, NOTHING));
        }
        row("the first reserved bit with no compression", BREACH, frame(FIN | RSV1 | TEXT, utf8("a")));
        row("the second reserved bit", BREACH, frame(FIN | RSV2 | TEXT, utf8("a")));
        row("the third reserved bit", BREACH, frame(FIN | RSV3 | TEXT, utf8("a")));
        row("a frame without a mask", BREACH, raw("81 02 6869"));
        row("a short length in 16 bits", BREACH, raw("81 FE 0002 00000000 6869"));
        row("a short length in 64 bits", BREACH, raw("81 FF 0000000000000002 00000000 6869"));
        row("a length below nothing", BREACH, raw("81 FF FFFFFFFFFFFFFFFF 00000000"));
        row("a ping of 126 bytes", BREACH, frame(FIN | PING, new byte[126]));
    }

    private void texts() {
        row("a byte that begins nothing", BAD_TEXT, frame(FIN | TEXT, raw("80")));
        row("a slash in two bytes", BAD_TEXT, frame(FIN | TEXT, raw("C0AF")));
        row("half of a surrogate pair", BAD_TEXT, frame(FIN | TEXT, raw("EDA080")));
        row("half a character at the end", BAD_TEXT, frame(FIN | TEXT, raw("E282")));
        row("a bad byte before the message's end", BAD_TEXT, frame(TEXT, raw("6869FF")));
        row("binary data", BINARY_DATA, frame(FIN | BINARY, raw("00FF")));
        row("binary data of nothing", BINARY_DATA, frame(FIN | BINARY, NOTHING));
        row("binary data in parts", BINARY_DATA, frame(BINARY, raw("00")), frame(FIN | CONTINUATION, raw("FF")));
    }

    private void sizes() {
        row("a byte more than a message may have", TOO_LONG, text("a".repeat(4_097)));
        row("the same in parts", TOO_LONG, frame(TEXT, utf8("a".repeat(4_096))), frame(FIN | CONTINUATION, utf8("a")));
        row("a length of 2^63 - 1", TOO_LONG, raw("81 FF 7FFFFFFFFFFFFFFF 00000000"));
        row(
                "5,000 parts of a byte each",
                TOO_LONG,
                frame(TEXT, NOTHING),
                repeated(frame(CONTINUATION, utf8("a")), 5_000));
        row(
                "100,000 empty parts",
                "101, close 1000, closed",
                frame(TEXT, NOTHING),
                repeated(frame(CONTINUATION, NOTHING), 100_000),
                close(1000, ""));
        row("10,000 pings at once", "101, close 1000, closed", repeated(ping("a"), 10_000), close(1000, ""));
    }

    private static byte[] repeated(byte[] frame, int times) {
        byte[][] frames = new byte[times][];
        Arrays.fill(frames, frame);
        return join(frames);
    }

    private void deflated() {
        deflated("a deflated bomb", TOO_LONG, frame(FIN | RSV1 | TEXT, Deflated.of("a".repeat(10_000_000))));
        deflated(
                "a deflated byte more than a message may have",
                TOO_LONG,
                frame(FIN | RSV1 | TEXT, Deflated.of("a".repeat(4_097))));
        deflated("what is not deflated, said to be", BAD_TEXT, frame(FIN | RSV1 | TEXT, raw("FFFFFFFFFF")));
        deflated("a deflated ping", BREACH, frame(FIN | RSV1 | PING, utf8("a")));
        deflated(
                "a continuation that says it is deflated",
                BREACH,
                frame(TEXT, utf8("a")),
                frame(FIN | RSV1 | CONTINUATION, utf8("b")));
        deflated("deflated text that is none", BAD_TEXT, frame(FIN | RSV1 | TEXT, Deflated.of(new byte[] {
            (byte) 0xC0, (byte) 0xAF
        })));
    }

    private void closing() {
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535}) {
            row("close code " + code, BREACH, close(code, ""));
        }
        row("a close of one byte", BREACH, frame(FIN | CLOSE, raw("03")));
        row("a close of 126 bytes", BREACH, close(1000, "a".repeat(124)));
        row("a close whose reason is no text", BAD_TEXT, frame(FIN | CLOSE, raw("03E8 C0AF")));
    }
}
