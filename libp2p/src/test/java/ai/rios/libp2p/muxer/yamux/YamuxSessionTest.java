package ai.rios.libp2p.muxer.yamux;

import static ai.rios.libp2p.muxer.yamux.RawPeer.ACK;
import static ai.rios.libp2p.muxer.yamux.RawPeer.FIN;
import static ai.rios.libp2p.muxer.yamux.RawPeer.RST;
import static ai.rios.libp2p.muxer.yamux.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.muxer.MuxedStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frame by frame: what goes out when, and what comes in in any state. */
@Timeout(120)
final class YamuxSessionTest {
    private static final int WINDOW = 262_144;

    // --- faults of this end ---

    @Test
    void aFaultOfTheWritingThreadEndsTheSession() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            MuxedStream stream = peer.session.openStream();
            peer.theirs.onWrite(_ -> {
                throw new IllegalStateException("as it should");
            });
            send(stream, new byte[1]);
            Task<Integer> reading = Task.of(() -> stream.input().read());
            assertThatThrownBy(reading::result)
                    .isInstanceOf(MuxerException.class)
                    .hasRootCauseMessage("as it should");
            assertThat(peer.session.isClosed()).isTrue();
            assertThat(peer.theirs.isClosed()).isTrue();
        }
    }

    // --- opening ---

    @Test
    void theFirstPayloadOpensTheStream() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            MuxedStream stream = peer.session.openStream();
            send(stream, new byte[5]);
            assertThat(peer.next()).isEqualTo("DATA SYN 1 5");
            send(stream, new byte[6]);
            assertThat(peer.next()).isEqualTo("DATA 1 6");
            send(peer.session.openStream(), new byte[7]);
            assertThat(peer.next()).isEqualTo("DATA SYN 3 7");
        }
    }

    @Test
    void aListenerNumbersItsStreamsEvenly() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            send(peer.session.openStream(), new byte[1]);
            send(peer.session.openStream(), new byte[1]);
            assertThat(peer.next()).isEqualTo("DATA SYN 2 1");
            assertThat(peer.next()).isEqualTo("DATA SYN 4 1");
        }
    }

    @Test
    void aReaderThatWaitsOpensItsStream() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            MuxedStream stream = peer.session.openStream();
            Task.of(() -> stream.input().read());
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE SYN 1 0");
        }
    }

    @Test
    void aFlushOpensTheStreamWithoutPayload() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            peer.session.openStream().output().flush();
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE SYN 1 0");
        }
    }

    @Test
    void aStreamThatWasNeverUsedSaysNothing() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            peer.session.openStream().close();
            peer.session.openStream().reset();
            assertThat(peer.session.streams()).isZero();
            assertThat(peer.session.budget().windows()).isZero();
            send(peer.session.openStream(), new byte[1]);
            assertThat(peer.next()).isEqualTo("DATA SYN 5 1");
        }
    }

    @Test
    void theFirstPayloadTakesTheStream() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[3]);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(stream.input().readNBytes(3)).hasSize(3);
            send(stream, new byte[4]);
            assertThat(peer.next()).isEqualTo("DATA ACK 1 4");
        }
    }

    @Test
    void aReaderThatWaitsTakesItsStream() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            Task.of(() -> stream.input().read());
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE ACK 1 0");
        }
    }

    // --- the end of a half ---

    @Test
    void theEndGoesAloneAndBehindTheLastPayload() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            send(stream, new byte[10]);
            assertThat(peer.next()).isEqualTo("DATA ACK 1 10");
            stream.output().write(new byte[1_000]);
            stream.closeWrite();
            assertThat(peer.next()).isEqualTo("DATA 1 1000");
            assertThat(peer.next()).isEqualTo("DATA FIN 1 0");
        }
    }

    @Test
    void theEndNeverGoesWithTheOpening() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            MuxedStream withPayload = peer.session.openStream();
            withPayload.output().write(1);
            withPayload.closeWrite();
            assertThat(peer.next()).isEqualTo("DATA SYN 1 1");
            assertThat(peer.next()).isEqualTo("DATA FIN 1 0");
            peer.session.openStream().closeWrite();
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE SYN 3 0");
            assertThat(peer.next()).isEqualTo("DATA FIN 3 0");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"DATA", "WINDOW_UPDATE"})
    void flagsMeanTheSameOnBothTypes(FrameType type) throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.header(type, SYN, 1, 0);
            MuxedStream first = peer.session.acceptStream();
            peer.header(type, FIN, 1, 0);
            assertThat(first.input().read()).isEqualTo(-1);
            peer.header(type, SYN, 3, 0);
            MuxedStream second = peer.session.acceptStream();
            peer.header(type, RST, 3, 0);
            assertThatThrownBy(() -> second.input().read()).isInstanceOf(StreamResetException.class);
            peer.header(type, SYN | FIN, 5, 0);
            assertThat(peer.session.acceptStream().input().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            names = {"DATA", "WINDOW_UPDATE"})
    void anAcknowledgementIsOneOnBothTypes(FrameType type) throws Exception {
        YamuxLimits one = YamuxLimits.DEFAULTS.withStreams(new YamuxLimits.Streams(8, 8, 1, 8));
        try (RawPeer peer = RawPeer.dialing(one)) {
            send(peer.session.openStream(), new byte[1]);
            Task<MuxedStream> second = Task.of(peer.session::openStream);
            second.awaitWaiting();
            assertThat(second.isDone()).isFalse();
            peer.header(type, ACK, 1, 0);
            second.result();
        }
    }

    @Test
    void payloadGoesBeforeTheEndInItsFrame() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN | FIN, 1, new byte[100]);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(stream.input().readAllBytes()).hasSize(100);
        }
    }

    @Test
    void aStreamIsNoMoreWhenBothHalvesHaveEnded() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN | FIN, 1, new byte[100]);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(peer.session.streams()).isEqualTo(1);
            stream.closeWrite();
            assertThat(peer.next()).isEqualTo("DATA ACK FIN 1 0");
            Task.until("its place is free", () -> peer.session.streams() == 0);
            assertThat(stream.input().readAllBytes()).hasSize(100);
            assertThat(peer.session.budget().windows()).isZero();
            assertThat(peer.session.budget().unread()).isZero();
        }
    }

    @Test
    void payloadAfterTheEndIsLostAndStillCounts() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN | FIN, 1, new byte[1]);
            peer.data(0, 1, new byte[WINDOW - 1]);
            MuxedStream stream = peer.session.acceptStream();
            assertThat(stream.input().readAllBytes()).hasSize(1);
            peer.data(0, 1, new byte[1]);
            assertThat(peer.next()).isEqualTo("GO_AWAY 0 1");
        }
    }

    // --- resets ---

    @Test
    void aResetHasItsReasonForALength() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            peer.session.acceptStream().reset(0x1003);
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE RST 1 4099");
            Task.until("its place is free", () -> peer.session.streams() == 0);
        }
    }

    @Test
    void theReasonOfAResetIsNoCredit() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            peer.window(RST, 1, 0xFFFF_FFFFL); // as credit it would be beyond 32 bits
            assertThatThrownBy(() -> stream.input().read())
                    .isInstanceOfSatisfying(
                            StreamResetException.class,
                            failure -> assertThat(failure.code()).isEqualTo(0xFFFF_FFFFL));
            assertThat(peer.session.isClosed()).isFalse();
        }
    }

    @Test
    void payloadOfAResetFrameIsPassedOver() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            peer.data(RST, 1, new byte[10]);
            peer.ping(SYN, 5);
            assertThat(peer.next()).isEqualTo("PING ACK 0 5");
            assertThatThrownBy(() -> stream.input().read()).isInstanceOf(StreamResetException.class);
        }
    }

    @Test
    void anAnsweredStreamThatWasResetByBothIsNoFault() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            peer.session.acceptStream().reset();
            peer.window(RST, 1, 0);
            peer.data(0, 1, new byte[10]);
            peer.ping(SYN, 5);
            assertThat(List.of(peer.next(), peer.next()))
                    .containsExactlyInAnyOrder("WINDOW_UPDATE RST 1 0", "PING ACK 0 5");
            assertThat(peer.session.streams()).isZero();
        }
    }

    // --- frames that belong to nothing ---

    @Test
    void framesOfStreamsThatAreNoMoreArePassedOver() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(0, 1, new byte[300_000]);
            peer.data(FIN, 2, new byte[3]);
            peer.window(0, 3, 0xFFFF_FFFFL);
            peer.window(RST, 4, 7);
            peer.window(ACK | FIN, 6, 7);
            peer.ping(SYN, 9);
            assertThat(peer.next()).isEqualTo("PING ACK 0 9");
        }
    }

    @Test
    void flagsThatNobodyKnowsMeanNothing() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN | 0xFFF0, 1, new byte[] {42});
            MuxedStream stream = peer.session.acceptStream();
            assertThat(stream.input().read()).isEqualTo(42);
            peer.data(0xFFF0, 1, new byte[] {43});
            assertThat(stream.input().read()).isEqualTo(43);
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            byte[] frames =
                    HexFormat.of().parseHex("000000010000000100000003" + "0a0b0c" + "000000040000000100000001" + "0d");
            for (byte single : frames) {
                peer.raw(new byte[] {single});
            }
            assertThat(peer.session.acceptStream().input().readAllBytes()).containsExactly(10, 11, 12, 13);
        }
    }

    // --- windows ---

    @Test
    void aWindowMayBeFilledToTheLastByte() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[WINDOW]);
            MuxedStream stream = peer.session.acceptStream();
            byte[] half = new byte[WINDOW / 2];
            assertThat(stream.input().read(half)).isEqualTo(half.length);
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE ACK 1 " + WINDOW / 2);
            assertThat(stream.input().read(half)).isEqualTo(half.length);
            assertThat(peer.next()).isEqualTo("WINDOW_UPDATE 1 " + WINDOW / 2);
        }
    }

    @Test
    void payloadMayComeInFramesOfSingleBytes() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            Task<byte[]> reading = Task.of(() -> stream.input().readNBytes(10_000));
            byte[] message = new byte[10_000];
            new SplittableRandom(1).nextBytes(message);
            for (byte single : message) {
                peer.data(0, 1, new byte[] {single});
            }
            assertThat(reading.result()).isEqualTo(message);
        }
    }

    @Test
    void whatIsNotReadGivesNoCredit() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[WINDOW]);
            peer.ping(SYN, 3);
            assertThat(peer.next()).isEqualTo("PING ACK 0 3");
        }
    }

    @Test
    void noMoreIsSentThanTheOtherEndTakes() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            Task<Void> writing = Task.of(() -> {
                stream.output().write(new byte[WINDOW + 100_000]);
                stream.closeWrite();
                return null;
            });
            assertThat(payload(peer, WINDOW)).isEqualTo(WINDOW);
            writing.awaitWaiting();
            peer.ping(SYN, 3);
            assertThat(peer.next()).isEqualTo("PING ACK 0 3");
            peer.window(0, 1, 10);
            assertThat(peer.next()).isEqualTo("DATA 1 10");
            peer.window(0, 1, 99_990);
            assertThat(payload(peer, 99_990)).isEqualTo(99_990);
            writing.result();
        }
    }

    @Test
    void creditInTheOpeningFrameCounts() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 50_000);
            MuxedStream stream = peer.session.acceptStream();
            Task.of(() -> {
                stream.output().write(new byte[WINDOW + 50_000]);
                stream.closeWrite();
                return null;
            });
            assertThat(payload(peer, WINDOW + 50_000)).isEqualTo(WINDOW + 50_000);
        }
    }

    @Test
    void whatHasComeIsReadWhileTheNextHeaderIsUnderWay() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.window(SYN, 1, 0);
            MuxedStream stream = peer.session.acceptStream();
            Task<Integer> reading = Task.of(() -> stream.input().read());
            reading.awaitWaiting();
            // A frame of one byte, and the beginning of another in the same piece
            peer.hex("00 00 0000 00000001 00000001 07 00 00 0000");
            assertThat(reading.result()).isEqualTo(7);
        }
    }

    @Test
    void streamsTakeTurns() throws Exception {
        // Given two streams that have all of their window to send, while the wire takes nothing
        YamuxLimits limits = YamuxLimits.DEFAULTS.withSending(new YamuxLimits.Sending(WINDOW, 320));
        try (RawPeer peer = new RawPeer(Direction.INBOUND, limits, 1)) {
            peer.window(SYN, 1, 0);
            peer.window(SYN, 3, 0);
            MuxedStream one = peer.session.acceptStream();
            MuxedStream other = peer.session.acceptStream();
            one.output().write(new byte[WINDOW]);
            other.output().write(new byte[WINDOW]);
            // When
            Map<String, Integer> turns = new HashMap<>();
            assertThat(peer.next()).startsWith("PING");
            for (int i = 0; i < 32; i++) {
                String frame = peer.next();
                int stream = frame.contains(" 1 16384") ? 1 : 3;
                turns.merge("stream " + stream, 1, Integer::sum);
                // Then none is ahead of the other by more than the first batch, which one had alone, and its turn of
                // four
                assertThat(Math.abs(turns.getOrDefault("stream 1", 0) - turns.getOrDefault("stream 3", 0)))
                        .isLessThanOrEqualTo(8);
            }
            assertThat(turns).containsEntry("stream 1", 16).containsEntry("stream 3", 16);
        }
    }

    // --- pings and the end ---

    @Test
    void aPingIsAnsweredWithItsValue() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.hex("00 02 0001 00000000 deadbeef");
            assertThat(peer.next()).isEqualTo("PING ACK 0 3735928559");
        }
    }

    @Test
    void anAnswerToNothingIsPassedOver() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.ping(ACK, 77);
            peer.ping(ACK, 1);
            peer.ping(ACK, 1);
            peer.ping(0, 5);
            peer.ping(SYN, 2);
            assertThat(peer.next()).isEqualTo("PING ACK 0 2");
        }
    }

    @Test
    void goAwayEndsEverything() throws Exception {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[3]);
            MuxedStream stream = peer.session.acceptStream();
            peer.header(FrameType.GO_AWAY, 0, 0, 0x1007);
            Task.until("the session has ended", peer.session::isClosed);
            assertThat(stream.input().readNBytes(3)).hasSize(3);
            assertThatThrownBy(() -> stream.input().read())
                    .isInstanceOfSatisfying(
                            MuxerException.class,
                            failure -> assertThat(failure.code()).isEqualTo(0x1007));
            Task.until("the channel is closed", peer.theirs::isClosed);
        }
    }

    @Test
    void closingSaysGoodbyeAfterWhatStreamsHaveToSay() throws IOException {
        try (RawPeer peer = RawPeer.dialing()) {
            MuxedStream stream = peer.session.openStream();
            stream.output().write(new byte[40_000]);
            stream.closeWrite();
            peer.session.close();
            long sent = 0;
            String frame = peer.next();
            while (frame.startsWith("DATA")) {
                sent += Long.parseLong(frame.substring(frame.lastIndexOf(' ') + 1));
                frame = peer.next();
            }
            assertThat(sent).isEqualTo(40_000);
            assertThat(frame).isEqualTo("GO_AWAY 0 0");
            assertThat(peer.next()).isEqualTo("END");
        }
    }

    @Test
    void aConnectionThatBreaksOffWithinAFrameEnds() throws IOException {
        try (RawPeer peer = RawPeer.dialed()) {
            peer.data(SYN, 1, new byte[3]);
            MuxedStream stream = peer.session.acceptStream();
            peer.hex("0000 0000 00000001 0000000a 01");
            peer.wire.closeWrite();
            assertThatThrownBy(() -> stream.input().readAllBytes()).isInstanceOf(MuxerException.class);
        }
    }

    private static void send(MuxedStream stream, byte[] bytes) throws IOException {
        stream.output().write(bytes);
        stream.output().flush();
    }

    /** Reads data frames until so many bytes came, none of them longer than this end sends. */
    private static long payload(RawPeer peer, long wanted) throws IOException {
        long bytes = 0;
        while (bytes < wanted) {
            String frame = peer.next();
            assertThat(frame).startsWith("DATA");
            long length = Long.parseLong(frame.substring(frame.lastIndexOf(' ') + 1));
            assertThat(length).isLessThanOrEqualTo(16_384);
            bytes += length;
        }
        return bytes;
    }
}
