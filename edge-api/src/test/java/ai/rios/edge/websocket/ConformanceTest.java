package ai.rios.edge.websocket;

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
import static ai.rios.edge.websocket.ClientFrames.binary;
import static ai.rios.edge.websocket.ClientFrames.close;
import static ai.rios.edge.websocket.ClientFrames.frame;
import static ai.rios.edge.websocket.ClientFrames.hex;
import static ai.rios.edge.websocket.ClientFrames.join;
import static ai.rios.edge.websocket.ClientFrames.ping;
import static ai.rios.edge.websocket.ClientFrames.raw;
import static ai.rios.edge.websocket.ClientFrames.text;
import static ai.rios.edge.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 on raw sockets: what a server answers to frames good, odd and hostile. The echo takes 64 KiB here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {
    private static final byte[] NOTHING = {};
    private static final int LIMIT = 64 * 1024;
    private static final byte[] BYE = close(1000, "");

    private final EchoServer server = EchoServer.start(
            100,
            0,
            EchoServer.echo(
                    EchoServer.PATH,
                    settings -> settings.withMaxMessageBytes(LIMIT).withRate(WebSocketSettings.Rate.UNLIMITED)));

    /** What is sent (in hex), and every frame that must come back before the server closes the socket. */
    record Case(String claim, String sentHex, List<String> answered) {
        byte[] sent() {
            return raw(sentHex);
        }

        @Override
        public String toString() {
            return claim;
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answersAsTheRfcSays(Case wanted) throws IOException {
        try (RawClient client = RawClient.open(server.port(), EchoServer.PATH, "")) {
            client.send(wanted.sent());
            assertThat(client.all()).isEqualTo(wanted.answered());
        }
    }

    @ParameterizedTest(name = "{0}, a byte at a time")
    @MethodSource("cases")
    void answersTheSameHoweverTheBytesAreCut(Case wanted) {
        // Given
        FrameRecorder recorder = new FrameRecorder(LIMIT);

        // When
        recorder.feed(wanted.sent(), 1);

        // Then
        assertThat(recorder.answers()).isEqualTo(wanted.answered());
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        messages(cases);
        control(cases);
        fragments(cases);
        framing(cases);
        utf8Cases(cases);
        closing(cases);
        sizes(cases);
        return cases.stream();
    }

    private static void messages(List<Case> to) {
        echo(to, "an empty text comes back", text(""), "text:");
        echo(to, "a short text comes back", text("hello"), "text:hello");
        echo(to, "a text of 125 bytes has a short length", text("a".repeat(125)), "text:" + "a".repeat(125));
        echo(to, "a text of 126 bytes has a 16-bit length", text("b".repeat(126)), "text:" + "b".repeat(126));
        echo(to, "a text of 65,535 bytes comes back", text("c".repeat(65_535)), "text:" + "c".repeat(65_535));
        echo(to, "a text of 65,536 bytes has a 64-bit length", text("d".repeat(LIMIT)), "text:" + "d".repeat(LIMIT));
        echo(to, "an empty binary comes back", binary(NOTHING), "binary:");
        echo(to, "a binary comes back byte for byte", binary(raw("00 FF 80 7F")), "binary:00ff807f");
        echo(to, "text beyond ASCII comes back", text("κόσμε 🙂"), "text:κόσμε 🙂");
        echo(to, "two messages keep their order", join(text("1"), text("2")), "text:1", "text:2");
        echo(to, "an all-zero mask is a mask", raw("81 82 00000000 6869"), "text:hi");
    }

    private static void control(List<Case> to) {
        echo(to, "a ping is answered with its payload", ping("are you there"), "pong:are you there");
        echo(to, "an empty ping is answered", ping(""), "pong:");
        echo(to, "a ping of 125 bytes is answered", ping("p".repeat(125)), "pong:" + "p".repeat(125));
        refused(to, "a ping of 126 bytes is refused", frame(FIN | PING, new byte[126]), 1002);
        refused(to, "a fragmented ping is refused", frame(PING, utf8("half")), 1002);
        refused(to, "a fragmented close is refused", frame(CLOSE, NOTHING), 1002);
        refused(to, "a pong of 126 bytes is refused", frame(FIN | PONG, new byte[126]), 1002);
        echo(to, "a pong that nobody asked for is ignored", frame(FIN | PONG, utf8("x")));
        byte[][] pings = new byte[10][];
        String[] pongs = new String[10];
        for (int i = 0; i < 10; i++) {
            pings[i] = ping("" + i);
            pongs[i] = "pong:" + i;
        }
        echo(to, "ten pings at once get ten pongs", join(pings), pongs);
    }

    private static void fragments(List<Case> to) {
        byte[] first = frame(TEXT, utf8("frag"));
        byte[] middle = frame(CONTINUATION, utf8("men"));
        byte[] last = frame(FIN | CONTINUATION, utf8("ted"));
        echo(to, "fragments become one message", join(first, middle, last), "text:fragmented");
        echo(
                to,
                "a ping between fragments is answered first",
                join(first, ping("now"), middle, last),
                "pong:now",
                "text:fragmented");
        echo(
                to,
                "empty fragments add nothing",
                join(frame(TEXT, NOTHING), frame(CONTINUATION, NOTHING), last),
                "text:ted");
        echo(
                to,
                "a message of empty fragments is empty",
                join(frame(BINARY, NOTHING), frame(FIN | CONTINUATION, NOTHING)),
                "binary:");
        refused(to, "a continuation of nothing is refused", last, 1002);
        refused(to, "an unfinished continuation of nothing is refused", middle, 1002);
        refused(to, "a text inside a text is refused", join(first, text("new")), 1002);
        refused(to, "a binary inside a text is refused", join(first, frame(BINARY, NOTHING)), 1002);
        after(
                to,
                "what was whole before a breach is still answered",
                join(text("whole"), last),
                "text:whole",
                "close:1002");
        after(to, "a close inside a message ends it", join(first, BYE), "close:1000");
    }

    private static void framing(List<Case> to) {
        refused(to, "RSV1 without compression is refused", frame(FIN | RSV1 | TEXT, utf8("x")), 1002);
        refused(to, "RSV2 is refused", frame(FIN | RSV2 | TEXT, utf8("x")), 1002);
        refused(to, "RSV3 is refused", frame(FIN | RSV3 | BINARY, utf8("x")), 1002);
        refused(to, "RSV1 on a ping is refused", frame(FIN | RSV1 | PING, NOTHING), 1002);
        for (int opcode : new int[] {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
            refused(to, "reserved opcode " + opcode + " is refused", frame(FIN | opcode, NOTHING), 1002);
        }
        refused(to, "an unmasked frame is refused", raw("81 02 6869"), 1002);
        refused(to, "a short length in 16 bits is refused", raw("81 FE 0002 00000000 6869"), 1002);
        refused(to, "a short length in 64 bits is refused", raw("81 FF 0000000000000002 00000000 6869"), 1002);
        refused(to, "a negative length is refused", raw("82 FF FFFFFFFFFFFFFFFF 00000000"), 1002);
    }

    private static void utf8Cases(List<Case> to) {
        refused(to, "a lone trail byte is refused", frame(FIN | TEXT, raw("80")), 1007);
        refused(to, "an overlong slash is refused", frame(FIN | TEXT, raw("C0AF")), 1007);
        refused(to, "a surrogate is refused", frame(FIN | TEXT, raw("EDA080")), 1007);
        refused(to, "a code point over U+10FFFF is refused", frame(FIN | TEXT, raw("F4908080")), 1007);
        refused(to, "a text cut within a character is refused", frame(FIN | TEXT, raw("CEBA E1BD")), 1007);
        echo(
                to,
                "a character cut between fragments is whole",
                join(frame(TEXT, raw("CE")), frame(FIN | CONTINUATION, raw("BA"))),
                "text:κ");
        refused(to, "a bad byte is refused before its message ends", frame(TEXT, raw("6869 FF")), 1007);
        refused(to, "a bad byte is refused before its frame ends", raw("81 FE 0400 00000000 FF"), 1007);
        echo(to, "a binary may hold anything", binary(raw("FFFEC0AF")), "binary:fffec0af");
    }

    private static void closing(List<Case> to) {
        after(to, "a close without a code is answered without one", frame(FIN | CLOSE, NOTHING), "close:");
        after(to, "a close with a reason is answered with its code", close(1000, "done"), "close:1000");
        for (int code :
                new int[] {1001, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}) {
            after(to, "close code " + code + " is echoed", close(code, ""), "close:" + code);
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            after(to, "close code " + code + " is refused", close(code, ""), "close:1002");
        }
        after(to, "a close of one byte is refused", frame(FIN | CLOSE, raw("03")), "close:1002");
        after(
                to,
                "a close reason that is not UTF-8 is refused",
                frame(FIN | CLOSE, raw("03E8 CEBA E1BD")),
                "close:1007");
        after(to, "a close of 125 bytes is taken", close(1000, "r".repeat(123)), "close:1000");
        after(to, "a close of 126 bytes is refused", close(1000, "r".repeat(124)), "close:1002");
        after(to, "what follows a close is ignored", join(BYE, text("late"), ping("late")), "close:1000");
    }

    private static void sizes(List<Case> to) {
        refused(to, "a message over the limit is refused", text("x".repeat(LIMIT + 1)), 1009);
        refused(
                to,
                "a message over the limit in fragments is refused",
                join(frame(TEXT, new byte[LIMIT]), frame(FIN | CONTINUATION, utf8("x"))),
                1009);
        refused(to, "a length that is only promised is refused at once", raw("82 FF 7FFFFFFFFFFFFFFF 00000000"), 1009);
    }

    /** Good frames, then a good-bye of the client's, which the server answers in kind. */
    private static void echo(List<Case> to, String claim, byte[] sent, String... answers) {
        List<String> expected = new ArrayList<>(List.of(answers));
        expected.add("close:1000");
        to.add(new Case(claim, hex(join(sent, BYE)), expected));
    }

    /** Bad frames, and a good-bye behind them that is answered no more. */
    private static void refused(List<Case> to, String claim, byte[] sent, int code) {
        to.add(new Case(claim, hex(join(sent, BYE)), List.of("close:" + code)));
    }

    private static void after(List<Case> to, String claim, byte[] sent, String... answers) {
        to.add(new Case(claim, hex(sent), List.of(answers)));
    }
}
