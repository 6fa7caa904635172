package ai.rios.libp2p.muxer.yamux;

import static ai.rios.libp2p.muxer.yamux.RawPeer.ACK;
import static ai.rios.libp2p.muxer.yamux.RawPeer.FIN;
import static ai.rios.libp2p.muxer.yamux.RawPeer.RST;
import static ai.rios.libp2p.muxer.yamux.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that break the protocol, ask for too much, or say nothing; each bound is met, and passed by one. */
@Timeout(120)
final class YamuxLimitsTest {
    private static final int WINDOW = 262_144;

    @ParameterizedTest
    @ValueSource(strings = {"Streams", "Windows", "Sending", "Times", "Floods"})
    void theDefaultsAreWholeWhicheverPartIsUsedFirst(String part) throws Exception {
        URL classes = YamuxLimits.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            String name = "ai.rios.libp2p.muxer.yamux.YamuxLimits";
            Class.forName(name + "$" + part, true, fresh);
            Object defaults =
                    Class.forName(name, true, fresh).getField("DEFAULTS").get(null);
            assertThat(defaults).hasToString(YamuxLimits.DEFAULTS.toString()).hasNoNullFieldsOrProperties();
        }
    }

    // --- what breaks the protocol ---

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("another version", "01 00 0000 00000001 00000000"),
                Arguments.of("an unknown type", "00 04 0000 00000001 00000000"),
                Arguments.of("the last type", "00 ff 0000 00000001 00000000"),
                Arguments.of("data on stream 0", "00 00 0000 00000000 00000000"),
                Arguments.of("a window of stream 0", "00 01 0000 00000000 00000001"),
                Arguments.of("an opening of stream 0", "00 01 0001 00000000 00000000"),
                Arguments.of("an opening with this end's number", "00 01 0001 00000002 00000000"),
                Arguments.of("an opening with the last number of this end", "00 00 0001 fffffffe 00000000"),
                Arguments.of("a ping on a stream", "00 02 0001 00000001 00000000"),
                Arguments.of("payload beyond 16 MiB for no stream", "00 00 0000 00000009 01000001"),
                Arguments.of("a stream opened twice", "00 01 0001 00000001 00000000 00 01 0001 00000001 00000000"),
                Arguments.of(
                        "a stream opened again after its end was said",
                        "00 01 0005 00000001 00000000 00 01 0001 00000001 00000000"),
                Arguments.of("more than the window at once", "00 00 0001 00000001 00040001"),
                Arguments.of("the longest payload", "00 00 0001 00000001 ffffffff"),
                Arguments.of("a window beyond 32 bits", "00 01 0001 00000001 00000000 00 01 0000 00000001 fffc0000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void whoBreaksTheProtocolIsToldAndLeft(String name, String frames) throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.hex(frames);
            assertThat(peer.next()).as(name).isEqualTo("GO_AWAY 0 1");
            assertThat(peer.next()).isEqualTo("END");
            assertThatThrownBy(peer.session::openStream)
                    .isInstanceOfSatisfying(
                            MuxerException.class,
                            failure -> assertThat(failure.code()).isEqualTo(1));
        }
    }

    @Test
    void theLargestWindowIsNoViolation() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0xFFFF_FFFFL - WINDOW);
            peer.ping(SYN, 1);
            assertThat(peer.next()).isEqualTo("PING ACK 0 1");
        }
    }

    @Test
    void oneByteBeyondTheWindowEndsTheConnection() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[WINDOW]);
            peer.data(0, 1, new byte[] {1});
            assertThat(peer.next()).isEqualTo("GO_AWAY 0 1");
        }
    }

    @Test
    void whoDoesNotListenToItsGoodbyeIsLeftAfterAWhile() throws IOException {
        // Given a wire that takes nothing, with a writer that is stuck on it
        try (RawPeer peer = new RawPeer(Direction.INBOUND, YamuxLimits.DEFAULTS, 1)) {
            peer.window(SYN, 1, 0);
            send(peer.session.acceptStream(), new byte[100_000]);
            peer.hex("01 00 0000 00000001 00000000");
            Task.until("the session has ended", peer.session::isClosed);
            assertThat(peer.theirs.isClosed()).isFalse();
            // When
            Task.until("the wire is closed", () -> {
                peer.timers.advance(Duration.ofSeconds(1)); // the limit is set a moment after the end
                return peer.theirs.isClosed();
            });
        }
    }

    @Test
    void closingWaitsAShortTimeForAWireThatTakesNothing() throws IOException {
        YamuxLimits.Times times = YamuxLimits.Times.DEFAULTS;
        YamuxLimits hasty = YamuxLimits.DEFAULTS.withTimes(new YamuxLimits.Times(
                times.pingEvery(), times.pongWithin(), times.openWithin(), times.lingerFor(), Duration.ofMillis(50)));
        try (RawPeer peer = new RawPeer(Direction.INBOUND, hasty, 1)) {
            peer.window(SYN, 1, 0);
            send(peer.session.acceptStream(), new byte[100_000]);
            peer.session.close();
            assertThat(peer.theirs.isClosed()).isTrue();
        }
    }

    // --- numbers of streams ---

    @Test
    void oneInboundStreamTooManyIsResetAndAPlaceThatIsFreeAgainIsTaken() throws IOException {
        YamuxLimits two = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(2, 2, 2, 2));
        try (RawPeer peer = RawPeer.dialed(two)) {
            peer.window(SYN, 1, 0);
            peer.data(SYN | FIN, 3, new byte[1]);
            peer.data(SYN, 5, new byte[10]);
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE RST 5 4098");
            peer.session.acceptStream();
            peer.session.acceptStream().close();
            assertThat(peer.next()).isEqualTo("DATA ACK FIN 3 0");
            Task.until("the place is free", () -> peer.session.streams() == 1);
            peer.data(SYN, 7, new byte[] {8});
            assertThat(peer.session.acceptStream().input().read()).isEqualTo(8);
        }
    }

    @Test
    void aResetStreamKeepsItsPlaceUntilItsResetIsWritten() throws IOException {
        YamuxLimits one = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(1, 1, 1, 1));
        try (RawPeer peer = new RawPeer(Direction.INBOUND, one, 1)) {
            // Given a writer that is stuck: more than the stream's buffer is written once it took a first part
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            send(stream, new byte[190_000]);
            stream.reset();
            // When
            assertThat(peer.session.streams()).isEqualTo(1);
            peer.timers.advance(Duration.ofMillis(1));
            peer.window(SYN, 3, 0);
            peer.ping(ACK, 1);
            Task.until("all is read", () -> peer.session.roundTripNanos() > 0);
            peer.ping(SYN, 4);
            // Then
            List<String> frames = new ArrayList<>();
            while (!frames.contains("PING ACK 0 4")) {
                frames.add(peer.next());
            }
            assertThat(frames).contains("WINDOW_UPDATE RST 3 4098");
            Task.until("the place is free", () -> peer.session.streams() == 0);
        }
    }

    @Test
    void streamsThatNobodyAcceptsAreBounded() throws IOException {
        YamuxLimits limits = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(8, 8, 8, 2));
        try (RawPeer peer = RawPeer.dialed(limits)) {
            peer.window(SYN, 1, 0);
            peer.window(SYN, 3, 0);
            peer.window(SYN, 5, 0);
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE RST 5 4098");
            peer.session.acceptStream();
            peer.window(SYN, 7, 0);
            peer.ping(SYN, 1);
            assertThat(peer.next()).isEqualTo("PING ACK 0 1");
        }
    }

    @Test
    void aStreamThatIsResetBeforeItIsAcceptedIsNeverSeen() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            peer.window(RST, 1, 0);
            awaitRead(peer);
            peer.data(SYN, 3, new byte[] {9});
            assertThat(peer.session.acceptStream().input().read()).isEqualTo(9);
        }
    }

    @Test
    void threeHundredOpeningsWaitAt256ForAPeerThatTakesNone() throws Exception {
        YamuxLimits many = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(256, 300, 256, 256));
        try (RawPeer peer = RawPeer.dialing(many)) {
            // Given
            answer(peer, 1);
            for (int i = 0; i < 256; i++) {
                send(peer.session.openStream(), new byte[1]);
            }
            Task<MuxedStream> next = Task.of(peer.session::openStream);
            next.awaitWaiting();
            assertThat(next.isDone()).isFalse();
            // When one is taken, and one thrown back
            peer.window(ACK, 1, 0);
            next.result();
            Task<MuxedStream> another = Task.of(peer.session::openStream);
            another.awaitWaiting();
            peer.window(RST, 3, 0);
            another.result();
            // Then the next waits again, until it waited long enough
            int timers = peer.timers.waiting();
            Task<MuxedStream> last = Task.of(peer.session::openStream);
            Task.until("its limit is set", () -> peer.timers.waiting() > timers);
            peer.timers.advance(Duration.ofSeconds(9));
            assertThat(last.isDone()).isFalse();
            peer.timers.advance(Duration.ofSeconds(1));
            assertThatThrownBy(last::result).isInstanceOf(LimitException.class);
        }
    }

    @Test
    void oneOutboundStreamTooManyIsRefused() throws IOException {
        YamuxLimits two = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(8, 2, 8, 8));
        try (RawPeer peer = RawPeer.dialing(two)) {
            MuxedStream first = peer.session.openStream();
            peer.session.openStream();
            assertThatThrownBy(peer.session::openStream).isInstanceOf(LimitException.class);
            first.close();
            peer.session.openStream();
        }
    }

    @Test
    void numbersThatAreUsedUpAreRefused() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            YamuxSession session = YamuxSession.start(
                    peer.theirs, YamuxLimits.DEFAULTS, peer.timers, ResourceScope.unbounded(), 0xFFFF_FFFDL);
            session.openStream();
            session.openStream();
            assertThatThrownBy(session::openStream).isInstanceOf(LimitException.class);
            session.close();
        }
    }

    // --- what waits to be read ---

    @Test
    void whatAllStreamsHoldUnreadIsBounded() throws IOException {
        YamuxLimits small = YamuxLimits.DEFAULTS.withWindows(new YamuxLimits.Windows(WINDOW, 300_000));
        try (RawPeer peer = RawPeer.dialed(small)) {
            peer.data(SYN, 1, new byte[200_000]);
            peer.data(SYN, 3, new byte[100_000]);
            MuxedStream first = peer.session.acceptStream();
            MuxedStream second = peer.session.acceptStream();
            peer.data(0, 3, new byte[] {1});
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE RST 3 " + ErrorCodes.RESOURCE_LIMIT);
            assertThat(first.input().readNBytes(200_000)).hasSize(200_000);
            assertThatThrownBy(() -> second.input().read()).isInstanceOf(StreamResetException.class);
            assertThat(peer.session.budget().unread()).isZero();
        }
    }

    @Test
    void aWindowDoublesUpToItsBoundWhileItIsWhatLimitsTheStream() throws Exception {
        YamuxLimits limits = YamuxLimits.DEFAULTS.withWindows(new YamuxLimits.Windows(4 * WINDOW, 100L * WINDOW));
        try (RawPeer peer = RawPeer.dialed(limits)) {
            roundTripTakes(peer, Duration.ofMillis(10));
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(creditAfterHalf(peer, stream, WINDOW)).isEqualTo("WINDOW_UPDATE ACK 1 " + (WINDOW / 2 + WINDOW));
            peer.timers.advance(Duration.ofMillis(39));
            assertThat(creditAfterHalf(peer, stream, 2 * WINDOW)).isEqualTo("WINDOW_UPDATE 1 " + 3 * WINDOW);
            assertThat(creditAfterHalf(peer, stream, 4 * WINDOW)).isEqualTo("WINDOW_UPDATE 1 " + 2 * WINDOW);
        }
    }

    @Test
    void aWindowOfAReaderThatTakesItsTimeStays() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            roundTripTakes(peer, Duration.ofMillis(10));
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            peer.timers.advance(Duration.ofMillis(40));
            assertThat(creditAfterHalf(peer, stream, WINDOW)).isEqualTo("WINDOW_UPDATE ACK 1 " + WINDOW / 2);
        }
    }

    @Test
    void aWindowStaysWhileNoRoundTripIsKnown() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(creditAfterHalf(peer, stream, WINDOW)).isEqualTo("WINDOW_UPDATE ACK 1 " + WINDOW / 2);
        }
    }

    @Test
    void allWindowsTogetherGrowToABoundOnly() throws Exception {
        YamuxLimits limits = YamuxLimits.DEFAULTS.withWindows(new YamuxLimits.Windows(16 * WINDOW, 3L * WINDOW));
        try (RawPeer peer = RawPeer.dialed(limits)) {
            roundTripTakes(peer, Duration.ofMillis(10));
            peer.window(SYN, 1, 0);
            peer.window(SYN, 3, 0);
            MuxedStream one = peer.session.acceptStream();
            peer.session.acceptStream();
            assertThat(creditAfterHalf(peer, one, WINDOW)).isEqualTo("WINDOW_UPDATE ACK 1 " + (WINDOW / 2 + WINDOW));
            assertThat(creditAfterHalf(peer, one, 2 * WINDOW)).isEqualTo("WINDOW_UPDATE 1 " + WINDOW);
            assertThat(peer.session.budget().windows()).isEqualTo(3L * WINDOW);
            peer.window(RST, 1, 0);
            Task.until("the window is given back", () -> peer.session.budget().windows() == WINDOW);
        }
    }

    // --- silence and slow wires ---

    @Test
    void aPeerIsAskedEvery30SecondsAndLeftWhenNothingComesFor10() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            answer(peer, 1);
            peer.timers.advance(Duration.ofSeconds(30));
            assertThat(peer.next()).isEqualTo("PING SYN 0 2");
            peer.timers.advance(Duration.ofMillis(9_999));
            assertThat(peer.session.isClosed()).isFalse();
            peer.timers.advance(Duration.ofMillis(1));
            assertThat(peer.session.isClosed()).isTrue();
            assertThat(peer.theirs.isClosed()).isTrue();
            assertThatThrownBy(peer.session::acceptStream).isInstanceOf(MuxerException.class);
            assertThat(peer.timers.waiting()).isZero();
        }
    }

    @Test
    void whateverComesIsASignOfLife() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.timers.advance(Duration.ofSeconds(5));
            peer.data(SYN, 1, new byte[] {1});
            peer.session.acceptStream().input().read(); // so it has been heard
            for (int i = 2; i < 5; i++) {
                peer.timers.advance(Duration.ofSeconds(25));
                assertThat(peer.session.isClosed()).isFalse();
                peer.timers.advance(Duration.ofSeconds(5));
                String frame = peer.next();
                assertThat(frame).isEqualTo("PING SYN 0 " + i);
                answer(peer, i);
            }
        }
    }

    @Test
    void theReaderGoesOnWhileTheWriterIsStuck() throws IOException {
        try (RawPeer peer = new RawPeer(Direction.INBOUND, YamuxLimits.DEFAULTS, 1)) {
            peer.window(SYN, 1, 0);
            MuxedStream stuck = peer.session.acceptStream();
            send(stuck, new byte[131_072]);
            // When the peer sends and reads nothing, payload and pings
            for (int i = 0; i < 200; i++) {
                peer.ping(SYN, i);
                peer.data(i == 0 ? SYN : 0, 3, new byte[] {(byte) i});
            }
            // Then all is read, and most pings are left unanswered
            MuxedStream stream = peer.session.acceptStream();
            assertThat(stream.input().readNBytes(200)).hasSize(200);
            int answers = 0;
            send(stream, new byte[] {7});
            for (String frame = peer.next(); !frame.endsWith(" 3 1"); frame = peer.next()) {
                answers += frame.startsWith("PING ACK") ? 1 : 0;
            }
            // Of 200: the 32 that wait, and as many that went before each of the four frames of the batch that is
            // stuck.
            assertThat(answers).isBetween(1, 5 * 32);
        }
    }

    @Test
    void aStreamThatStaysHalfOpenAfterItsCloseIsResetAfter60Seconds() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            answer(peer, 1);
            peer.window(SYN, 1, 0);
            peer.session.acceptStream().close();
            assertThat(peer.next()).isEqualTo("DATA ACK FIN 1 0");
            advanceAnswering(peer, 59);
            assertThat(peer.session.streams()).isEqualTo(1);
            peer.timers.advance(Duration.ofSeconds(1)); // as the third ping comes due
            assertThat(List.of(peer.next(), peer.next()))
                    .containsExactlyInAnyOrder("PING SYN 0 3", "WINDOW_UPDATE RST 1 0");
            Task.until("its place is free", () -> peer.session.streams() == 0);
        }
    }

    @Test
    void aStreamThatEndsInTimeAfterItsCloseIsNotReset() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            answer(peer, 1);
            peer.window(SYN, 1, 0);
            peer.session.acceptStream().close();
            assertThat(peer.next()).isEqualTo("DATA ACK FIN 1 0");
            peer.window(FIN, 1, 0);
            Task.until("its place is free", () -> peer.session.streams() == 0);
            assertThat(peer.timers.waiting()).isEqualTo(1); // the next ping
        }
    }

    @Test
    void moreThan64KibAfterCloseResetsTheStream() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            peer.session.acceptStream().close();
            assertThat(peer.next()).isEqualTo("DATA ACK FIN 1 0");
            peer.data(0, 1, new byte[65_536]);
            peer.ping(SYN, 1);
            assertThat(peer.next()).isEqualTo("PING ACK 0 1");
            peer.data(0, 1, new byte[] {1});
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE RST 1 0");
        }
    }

    // --- floods ---

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("pings", "00 02 0001 00000000 00000001"),
                Arguments.of("answers to nothing", "00 02 0002 00000000 00000001"),
                Arguments.of("windows of no stream", "00 01 0000 00000009 00000001"),
                Arguments.of("empty payload", "00 00 0000 00000009 00000000"),
                Arguments.of("resets of no stream", "00 01 0008 00000009 00000000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aThousandFramesThatBringNothingAreTakenAndOneMoreIsAFlood(String name, String frame) throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            Task.of(() -> {
                peer.hex(frame.repeat(1_001));
                return null;
            });
            String last = peer.next();
            while (last.startsWith("PING ACK")) {
                last = peer.next();
            }
            assertThat(last).as(name).isEqualTo("GO_AWAY 0 1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aThousandASecondIsNoFlood(String name, String frame) throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[1]);
            MuxedStream stream = peer.session.acceptStream();
            for (int second = 1; second <= 3; second++) {
                peer.hex(frame.repeat(1_000));
                peer.data(0, 1, new byte[1]);
                int sent = second + 1;
                Task.until(name + ": all is read", () -> waiting(stream) == sent);
                peer.timers.advance(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void payloadMakesUpForFramesWithoutIt() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[] {1});
            MuxedStream stream = peer.session.acceptStream();
            for (int i = 0; i < 2_000; i++) {
                peer.data(0, 1, new byte[] {1});
                peer.data(0, 1, new byte[0]);
                peer.window(0, 9, 1);
            }
            assertThat(stream.input().readNBytes(2_001)).hasSize(2_001);
        }
    }

    @Test
    void twoHundredStreamsOpenedAndResetAreTakenAndOneMoreIsAFlood() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            for (int i = 0; i < 200; i++) {
                peer.data(SYN, 2 * i + 1, new byte[1]);
                peer.window(RST, 2 * i + 1, 0);
            }
            peer.ping(SYN, 3);
            assertThat(peer.next()).isEqualTo("PING ACK 0 3");
            peer.data(SYN, 401, new byte[1]);
            peer.window(RST, 401, 0);
            assertThat(peer.next()).isEqualTo("GO_AWAY 0 1");
        }
    }

    @Test
    void aFloodOfStreamsToAPeerThatReadsNothingEndsTheConnection() throws IOException {
        YamuxLimits one = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(1, 1, 1, 1));
        try (RawPeer peer = new RawPeer(Direction.INBOUND, one, 1)) {
            peer.window(SYN, 1, 0);
            send(peer.session.acceptStream(), new byte[131_072]);
            for (int i = 1; i < 700; i++) {
                peer.window(SYN, 2 * i + 1, 0);
            }
            Task.until("the session has ended", peer.session::isClosed);
        }
    }

    // --- the bounds themselves ---

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void boundsThatMakeNoSenseAreRefused(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Streams(number, 1, 1, 1))
                .withMessageContaining("streams.inbound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Streams(1, number, 1, 1))
                .withMessageContaining("streams.outbound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Streams(1, 1, number, 1))
                .withMessageContaining("streams.unacknowledged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Streams(1, 1, 1, number))
                .withMessageContaining("streams.unaccepted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Windows(number, WINDOW))
                .withMessageContaining("windows.stream");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Windows(WINDOW, number))
                .withMessageContaining("windows.session");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Sending(number, 100))
                .withMessageContaining("sending.stream-bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Sending(WINDOW, number))
                .withMessageContaining("sending.control-frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Floods(number, 1, 1, 1))
                .withMessageContaining("floods.control-per-second");
        Duration none = Duration.ofSeconds(number);
        Duration one = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new YamuxLimits.Times(none, one, one, one, one))
                .withMessageContaining("times.ping-every");
    }

    // --- helpers ---

    private static void send(MuxedStream stream, byte[] bytes) throws IOException {
        stream.output().write(bytes);
        stream.output().flush();
    }

    private static void answer(RawPeer peer, long value) throws IOException {
        peer.ping(ACK, value);
        awaitRead(peer);
    }

    /** The session has read all that was sent: it answers a ping after it. */
    private static void awaitRead(RawPeer peer) throws IOException {
        peer.ping(SYN, 0xFFFF);
        assertThat(peer.next()).isEqualTo("PING ACK 0 65535");
    }

    /** The first ping, at time zero, is answered so much later. */
    private static void roundTripTakes(RawPeer peer, Duration time) throws IOException {
        peer.timers.advance(time);
        answer(peer, 1);
        assertThat(peer.session.roundTripNanos()).isEqualTo(time.toNanos());
    }

    /** Second by second; whatever ping comes due is answered. */
    private static void advanceAnswering(RawPeer peer, int seconds) throws IOException {
        for (int i = 0; i < seconds; i++) {
            peer.timers.advance(Duration.ofSeconds(1));
            if (peer.timers.nanoTime() % Duration.ofSeconds(30).toNanos() == 0) {
                String ping = peer.next();
                assertThat(ping).startsWith("PING SYN 0 ");
                answer(peer, Long.parseLong(ping.substring(ping.lastIndexOf(' ') + 1)));
            }
        }
    }

    private static int waiting(MuxedStream stream) {
        try {
            return stream.input().available();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Sends half of a window of this size, lets it be read, and returns what the session says to that. */
    private static String creditAfterHalf(RawPeer peer, MuxedStream stream, int window) throws IOException {
        peer.data(0, 1, new byte[window / 2]);
        Task.until("it has come", () -> waiting(stream) == window / 2);
        assertThat(stream.input().readNBytes(window / 2)).hasSize(window / 2);
        return peer.next();
    }
}
