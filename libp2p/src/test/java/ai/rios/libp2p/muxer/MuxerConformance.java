package ai.rios.libp2p.muxer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.io.Task;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every muxer has to do, whatever its frames look like. A muxer passes it by a subclass that connects two ends. A
 * stream need not be seen by the other end before something was written to it.
 */
@Timeout(120)
public abstract class MuxerConformance {
    /** Two ends of one connection. */
    public interface Connected {
        /** The end that dialed. */
        StreamMuxer dialer();

        /** The end that was dialed. */
        StreamMuxer listener();

        /** Breaks what is below off, without a goodbye. */
        void cut();
    }

    private Connected connected;
    private StreamMuxer dialer;
    private StreamMuxer listener;

    /** Of whoever waits for a reset that was lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** Connects two ends. */
    protected abstract Connected connect() throws IOException;

    /** Whether the other end sees a stream whose opener reads, and has not written yet. */
    protected boolean showsStreamsWithoutBytes() {
        return true;
    }

    /** Whether a reset may be lost with its packet, where the other half of the stream had ended before. */
    protected boolean losesResets() {
        return false;
    }

    @BeforeEach
    final void connectTwoEnds() throws IOException {
        connected = connect();
        dialer = connected.dialer();
        listener = connected.listener();
    }

    @AfterEach
    final void endTheConnection() {
        dialer.close();
        listener.close();
    }

    // --- bytes ---

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_536, 262_144, 262_145, 3_000_000})
    void whatIsWrittenComesBackFromAnEcho(int size) throws Exception {
        Task<Void> echo = Task.of(() -> echo(listener.acceptStream()));
        MuxedStream stream = dialer.openStream();
        byte[] message = bytes(size, size);
        Task<Void> writing = Task.of(() -> {
            stream.output().write(message);
            stream.closeWrite();
            return null;
        });
        assertThat(stream.input().readAllBytes()).isEqualTo(message);
        writing.result();
        echo.result();
    }

    @Test
    void flushingSendsWithoutAnEnd() throws Exception {
        Ends ends = openByDialer();
        ends.opener.output().write(7);
        ends.opener.output().flush();
        assertThat(ends.accepter.input().read()).isEqualTo(7);
        ends.accepter.output().write(8);
        ends.accepter.output().flush();
        assertThat(ends.opener.input().read()).isEqualTo(8);
    }

    @Test
    void bothEndsOpenStreams() throws Exception {
        MuxedStream there = dialer.openStream();
        MuxedStream back = listener.openStream();
        send(there, 1);
        send(back, 2);
        assertThat(listener.acceptStream().input().read()).isEqualTo(1);
        assertThat(dialer.acceptStream().input().read()).isEqualTo(2);
    }

    @Test
    void anOpenerThatOnlyReadsIsSeen() throws Exception {
        MuxedStream stream = dialer.openStream();
        if (!showsStreamsWithoutBytes()) {
            send(stream, 1);
        }
        Task<Integer> reading = Task.of(() -> stream.input().read());
        send(listener.acceptStream(), 5);
        assertThat(reading.result()).isEqualTo(5);
    }

    @Test
    void aHundredStreamsKeepTheirBytesApart() throws Exception {
        Task<List<Task<Void>>> accepting = Task.of(() -> {
            List<Task<Void>> echoes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                MuxedStream stream = listener.acceptStream();
                echoes.add(Task.of(() -> echo(stream)));
            }
            return echoes;
        });
        List<Task<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            MuxedStream stream = dialer.openStream();
            byte[] message = bytes(100_000, i);
            answers.add(Task.of(() -> {
                Task<Void> writing = Task.of(() -> {
                    stream.output().write(message);
                    stream.closeWrite();
                    return null;
                });
                byte[] answer = stream.input().readAllBytes();
                writing.result();
                return answer;
            }));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).result()).as("stream %d", i).isEqualTo(bytes(100_000, i));
        }
        for (Task<Void> echo : accepting.result()) {
            echo.result();
        }
    }

    @Test
    void manyStreamsOneAfterAnotherLeaveNothingBehind() throws Exception {
        Task<Void> serving = Task.of(() -> {
            for (int i = 0; i < 2_000; i++) {
                echo(listener.acceptStream());
            }
            return null;
        });
        for (int i = 0; i < 2_000; i++) {
            MuxedStream stream = dialer.openStream();
            stream.output().write(bytes(10, i));
            stream.closeWrite();
            assertThat(stream.input().readAllBytes()).isEqualTo(bytes(10, i));
            stream.close();
        }
        serving.result();
    }

    // --- readers and writers that wait ---

    @Test
    void aSlowReaderHoldsUpItsOwnStreamOnly() throws Exception {
        Ends slow = openByDialer();
        Task<Void> stuck = Task.of(() -> {
            slow.opener.output().write(new byte[32 << 20]);
            return null;
        });
        Ends quick = openByDialer();
        for (int i = 0; i < 100; i++) {
            send(quick.opener, i);
            assertThat(quick.accepter.input().read()).isEqualTo(i);
        }
        assertThat(stuck.isDone()).isFalse();
        slow.accepter.reset();
        assertThatThrownBy(stuck::result).isInstanceOf(StreamResetException.class);
    }

    @Test
    void aHundredSlowReadersAtBothEndsAreNoDeadlock() throws Exception {
        int size = 400_000;
        List<MuxedStream> all = new ArrayList<>();
        List<Task<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Ends ends = openByDialer();
            for (MuxedStream stream : List.of(ends.opener, ends.accepter)) {
                all.add(stream);
                writers.add(Task.of(() -> {
                    stream.output().write(bytes(size, 3));
                    stream.closeWrite();
                    return null;
                }));
            }
        }
        writers.forEach(Task::awaitWaiting); // each fills its window before anybody reads
        for (MuxedStream stream : all.reversed()) {
            assertThat(stream.input().readNBytes(size / 2)).hasSize(size / 2);
        }
        for (MuxedStream stream : all) {
            assertThat(stream.input().readAllBytes()).hasSize(size - size / 2);
        }
        for (Task<Void> writer : writers) {
            writer.result();
        }
    }

    @Test
    void aReadPastItsDeadlineFailsAndTheStreamStillStands() throws Exception {
        Ends ends = openByDialer();
        ends.opener.deadline(Duration.ofMillis(20));
        assertThatThrownBy(() -> ends.opener.input().read()).isInstanceOf(DeadlineException.class);
        ends.opener.noDeadline();
        send(ends.accepter, 9);
        assertThat(ends.opener.input().read()).isEqualTo(9);
    }

    @Test
    void aNewDeadlineReachesWhoWaitsAlready() throws Exception {
        Ends ends = openByDialer();
        Task<Integer> reading = Task.of(() -> ends.opener.input().read());
        reading.awaitWaiting();
        ends.opener.deadline(Duration.ZERO);
        assertThatThrownBy(reading::result).isInstanceOf(DeadlineException.class);
    }

    @Test
    void aWritePastItsDeadlineFails() throws Exception {
        Ends ends = openByDialer();
        ends.opener.deadline(Duration.ofMillis(20));
        assertThatThrownBy(() -> ends.opener.output().write(new byte[64 << 20])).isInstanceOf(DeadlineException.class);
    }

    @Test
    void anInterruptedReaderSaysSoAndHarmsNobody() throws Exception {
        Ends ends = openByDialer();
        Task<Integer> reading = Task.of(() -> ends.opener.input().read());
        reading.awaitWaiting();
        reading.interrupt();
        assertThatThrownBy(reading::result).isInstanceOf(InterruptedIOException.class);
        send(ends.accepter, 1);
        assertThat(ends.opener.input().read()).isEqualTo(1);
    }

    @Test
    void anInterruptedWriterSaysSoAndHarmsNobody() throws Exception {
        Ends ends = openByDialer();
        Task<Void> writing = Task.of(() -> {
            ends.opener.output().write(new byte[64 << 20]);
            return null;
        });
        writing.awaitWaiting();
        writing.interrupt();
        assertThatThrownBy(writing::result).isInstanceOf(InterruptedIOException.class);
        Ends others = openByDialer();
        send(others.accepter, 1);
        assertThat(others.opener.input().read()).isEqualTo(1);
    }

    // --- ends in order ---

    @Test
    void theOpenerHalfClosesAndStillReads() throws Exception {
        Ends ends = openByDialer();
        ends.opener.closeWrite();
        assertThat(ends.accepter.input().read()).isEqualTo(-1);
        send(ends.accepter, 4);
        assertThat(ends.opener.input().read()).isEqualTo(4);
        ends.accepter.closeWrite();
        assertThat(ends.opener.input().read()).isEqualTo(-1);
    }

    @Test
    void theAccepterHalfClosesAndStillReads() throws Exception {
        Ends ends = openByDialer();
        ends.accepter.closeWrite();
        assertThat(ends.opener.input().read()).isEqualTo(-1);
        send(ends.opener, 4);
        assertThat(ends.accepter.input().read()).isEqualTo(4);
        ends.opener.closeWrite();
        assertThat(ends.accepter.input().read()).isEqualTo(-1);
    }

    @Test
    void bytesBeforeTheEndAreReadBeforeTheEnd() throws Exception {
        Ends ends = openByDialer();
        ends.opener.output().write(bytes(200_000, 1));
        ends.opener.closeWrite();
        assertThat(ends.accepter.input().readAllBytes()).isEqualTo(bytes(200_000, 1));
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws Exception {
        Ends ends = openByDialer();
        ends.opener.closeWrite();
        ends.opener.closeWrite();
        assertThatThrownBy(() -> ends.opener.output().write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ends.opener.output().flush()).isInstanceOf(IOException.class);
    }

    @Test
    void aClosedStreamIsReadNoMoreAndFreesWhoReads() throws Exception {
        Ends ends = openByDialer();
        Task<Integer> reading = Task.of(() -> ends.opener.input().read());
        reading.awaitWaiting();
        ends.opener.close();
        ends.opener.close();
        assertThatThrownBy(reading::result).isInstanceOf(IOException.class);
        assertThat(ends.accepter.input().read()).isEqualTo(-1);
        ends.accepter.close();
    }

    @Test
    void whatWasWrittenBeforeCloseArrives() throws Exception {
        Ends ends = openByDialer();
        ends.opener.output().write(bytes(100_000, 5));
        ends.opener.close();
        assertThat(ends.accepter.input().readAllBytes()).isEqualTo(bytes(100_000, 5));
    }

    @Test
    void whoOnlyReadsAndClosesEndsItsHalfInOrder() throws Exception {
        MuxedStream opened = dialer.openStream();
        send(opened, 4);
        opened.closeWrite();
        MuxedStream accepted = listener.acceptStream();
        assertThat(accepted.input().readAllBytes()).containsExactly(4);
        accepted.close();
        assertThat(opened.input().read()).isEqualTo(-1);
    }

    @Test
    void whoWritesOnAndOnToAClosedStreamIsStopped() throws Exception {
        Ends ends = openByDialer();
        ends.opener.close();
        assertThatThrownBy(() -> ends.accepter.output().write(new byte[64 << 20]))
                .isInstanceOf(StreamResetException.class);
    }

    // --- resets ---

    @Test
    void aResetByTheOpenerEndsBothHalvesAtBothEnds() throws Exception {
        Ends ends = openByDialer();
        resetEndsBoth(ends.opener, ends.accepter);
    }

    @Test
    void aResetByTheAccepterEndsBothHalvesAtBothEnds() throws Exception {
        Ends ends = openByDialer();
        resetEndsBoth(ends.accepter, ends.opener);
    }

    private static void resetEndsBoth(MuxedStream one, MuxedStream other) throws Exception {
        Task<Integer> waiting = Task.of(() -> other.input().read());
        waiting.awaitWaiting();
        one.reset(ErrorCodes.RATE_LIMITED);
        assertThatThrownBy(waiting::result)
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCodes.RATE_LIMITED));
        for (MuxedStream stream : List.of(one, other)) {
            assertThatThrownBy(() -> stream.input().read()).isInstanceOf(StreamResetException.class);
            assertThatThrownBy(() -> {
                        stream.output().write(1);
                        stream.output().flush();
                    })
                    .isInstanceOf(StreamResetException.class);
        }
    }

    @Test
    void aResetFreesAWriterThatWaits() throws Exception {
        Ends ends = openByDialer();
        Task<Void> writing = Task.of(() -> {
            ends.opener.output().write(new byte[64 << 20]);
            return null;
        });
        writing.awaitWaiting();
        ends.opener.reset();
        assertThatThrownBy(writing::result).isInstanceOf(StreamResetException.class);
    }

    @Test
    void aResetAfterAHalfCloseStillEndsTheOtherHalf() throws Exception {
        Ends ends = openByDialer();
        ends.opener.closeWrite();
        assertThat(ends.accepter.input().read()).isEqualTo(-1);
        ends.opener.reset();
        assertThatThrownBy(() -> {
                    while (true) {
                        send(ends.accepter, 1);
                    }
                })
                .isInstanceOf(StreamResetException.class);
    }

    // --- the connection's end ---

    @Test
    void closingTheConnectionEndsAllAtBothEnds() throws Exception {
        Ends ends = openByDialer();
        Task<MuxedStream> accepting = Task.of(listener::acceptStream);
        Task<Integer> reading = Task.of(() -> ends.accepter.input().read());
        accepting.awaitWaiting();
        reading.awaitWaiting();
        dialer.close();
        dialer.close();
        assertThatThrownBy(accepting::result).isInstanceOf(MuxerException.class);
        assertThatThrownBy(reading::result).isInstanceOf(MuxerException.class);
        assertThatThrownBy(() -> ends.opener.input().read()).isInstanceOf(MuxerException.class);
        assertThatThrownBy(() -> ends.opener.output().write(1)).isInstanceOf(MuxerException.class);
        assertThatThrownBy(dialer::openStream).isInstanceOf(MuxerException.class);
        assertThatThrownBy(listener::openStream).isInstanceOf(MuxerException.class);
        assertThat(dialer.isClosed()).isTrue();
        assertThat(listener.isClosed()).isTrue();
    }

    @Test
    void theReasonOfAnEndArrives() throws Exception {
        Task<MuxedStream> accepting = Task.of(listener::acceptStream);
        dialer.close(42);
        assertThatThrownBy(accepting::result)
                .isInstanceOfSatisfying(
                        MuxerException.class,
                        failure -> assertThat(failure.code()).isEqualTo(42));
    }

    @Test
    void whatCameInOrderIsReadAfterTheConnectionsEnd() throws Exception {
        Ends ends = openByDialer();
        ends.opener.output().write(bytes(50_000, 6));
        ends.opener.closeWrite();
        dialer.close();
        Task.until("the end has come", listener::isClosed);
        assertThat(ends.accepter.input().readAllBytes()).isEqualTo(bytes(50_000, 6));
    }

    @Test
    void aCutEndsAllAtBothEnds() throws Exception {
        Ends ends = openByDialer();
        Task<Integer> reading = Task.of(() -> ends.accepter.input().read());
        Task<Void> writing = Task.of(() -> {
            ends.opener.output().write(new byte[64 << 20]);
            return null;
        });
        connected.cut();
        assertThatThrownBy(() -> {
                    reading.result();
                    ends.accepter.input().readAllBytes();
                })
                .isInstanceOf(MuxerException.class);
        assertThatThrownBy(writing::result).isInstanceOf(MuxerException.class);
        assertThatThrownBy(dialer::acceptStream).isInstanceOf(MuxerException.class);
        assertThatThrownBy(listener::acceptStream).isInstanceOf(MuxerException.class);
    }

    @Test
    void resetsAndClosesAfterTheEndDoNothing() throws Exception {
        Ends ends = openByDialer();
        dialer.close();
        Task.until("the end has come", listener::isClosed);
        ends.opener.reset();
        ends.opener.close();
        ends.accepter.close();
        ends.accepter.reset();
        listener.close();
    }

    // --- anything in any order ---

    /** Each stream plays a script of its own; what one end reads is what the other wrote, or a beginning of it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyInterleavingDeliversWhatWasWrittenOrABeginningOfIt(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        int count = random.nextInt(1, 24);
        List<Task<Void>> played = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean byDialer = random.nextBoolean();
            Ends ends = byDialer ? openByDialer() : open(listener, dialer);
            if (losesResets()) {
                ends.opener.deadline(PATIENCE);
                ends.accepter.deadline(PATIENCE);
            }
            played.add(Task.of(new Play(ends.opener, ends.accepter, random.split())::run));
            played.add(Task.of(new Play(ends.accepter, ends.opener, random.split())::run));
        }
        for (Task<Void> play : played) {
            play.result();
        }
        Ends last = openByDialer();
        send(last.opener, 1);
        assertThat(last.accepter.input().read()).isEqualTo(1);
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** One direction of one stream: a writer with its habits, and a reader with its own. */
    private static final class Play {
        private final MuxedStream from;
        private final MuxedStream to;
        private final SplittableRandom random;
        private final SplittableRandom readerRandom;
        private final byte[] message;
        private final int resetAt;
        private volatile boolean wasReset;

        Play(MuxedStream from, MuxedStream to, SplittableRandom random) {
            this.from = from;
            this.to = to;
            this.random = random;
            this.readerRandom = random.split();
            this.message = bytes(random.nextInt(random.nextInt(4) == 0 ? 1_500_000 : 20_000), random.nextInt());
            this.resetAt = random.nextInt(5) == 0 ? random.nextInt(message.length + 1) : Integer.MAX_VALUE;
        }

        Void run() throws Exception {
            Task<Boolean> writing = Task.of(this::write);
            boolean whole = read();
            assertThat(whole).as("read to the end").isEqualTo(writing.result() && whole);
            return null;
        }

        /** Whether all of it was written. */
        private boolean write() throws IOException {
            try {
                int at = 0;
                while (at < message.length) {
                    if (at >= resetAt) {
                        wasReset = true;
                        from.reset();
                        return false;
                    }
                    int length = Math.min(message.length - at, 1 + random.nextInt(40_000));
                    from.output().write(message, at, length);
                    at += length;
                    if (random.nextInt(3) == 0) {
                        from.output().flush();
                    }
                }
                from.closeWrite();
                return true;
            } catch (StreamResetException _) {
                return false; // by the play of the other direction
            }
        }

        /** Whether it came to its end; what was read is compared as it comes. */
        private boolean read() throws IOException {
            byte[] buffer = new byte[1 + readerRandom.nextInt(50_000)];
            int at = 0;
            try {
                int read = to.input().read(buffer);
                while (read >= 0) {
                    assertThat(java.util.Arrays.equals(buffer, 0, read, message, at, at + read))
                            .as("bytes %d to %d", at, at + read)
                            .isTrue();
                    at += read;
                    read = to.input().read(buffer, 0, 1 + readerRandom.nextInt(buffer.length));
                }
                assertThat(at).isEqualTo(message.length);
                return true;
            } catch (StreamResetException _) {
                return false;
            } catch (DeadlineException late) {
                if (wasReset) {
                    return false; // of which this end was not told, where that may be
                }
                throw late;
            }
        }
    }

    // --- helpers ---

    /** The two ends of one stream. */
    private record Ends(MuxedStream opener, MuxedStream accepter) {}

    private Ends openByDialer() throws IOException {
        return open(dialer, listener);
    }

    /** Opens a stream, and makes sure that it is seen by a byte each way. */
    private static Ends open(StreamMuxer opener, StreamMuxer accepter) throws IOException {
        MuxedStream opened = opener.openStream();
        send(opened, 0);
        MuxedStream accepted = accepter.acceptStream();
        assertThat(accepted.input().read()).isZero();
        send(accepted, 0);
        assertThat(opened.input().read()).isZero();
        return new Ends(opened, accepted);
    }

    private static void send(MuxedStream stream, int single) throws IOException {
        stream.output().write(single);
        stream.output().flush();
    }

    private static Void echo(MuxedStream stream) throws IOException {
        stream.input().transferTo(stream.output());
        stream.closeWrite();
        stream.close();
        return null;
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
