package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.muxer.MuxedStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TimedOpeningTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final StandingConnections connections = new StandingConnections();
    private final Resettable muxed = new Resettable();

    private static final class Resettable implements MuxedStream {
        private final Duplex duplex = PairedDuplex.pair().dialer();
        private final CompletableFuture<Long> reset = new CompletableFuture<>();

        @Override
        public InputStream input() {
            return duplex.input();
        }

        @Override
        public OutputStream output() {
            return duplex.output();
        }

        @Override
        public void closeWrite() {}

        @Override
        public void reset(long code) {
            reset.complete(code);
        }

        @Override
        public void close() {}

        @Override
        public void deadline(Duration fromNow) {}

        @Override
        public void noDeadline() {}
    }

    private Stream stream() {
        return new HostStream(
                connections.with(1, Direction.OUTBOUND, "127.0.0.1"), "/x", Direction.OUTBOUND, muxed, muxed, () -> {});
    }

    @Test
    void whatIsOpenedInTimeIsHandedOver() throws Exception {
        Stream stream = stream();
        assertThat(TimedOpening.within(LONG, () -> stream)).isSameAs(stream);
        assertThat(muxed.reset).isNotDone();
    }

    @Test
    void whatFailsFailsAsItDid() {
        assertThatThrownBy(() -> TimedOpening.within(LONG, () -> {
                    throw new LimitException("full");
                }))
                .isInstanceOf(LimitException.class)
                .hasMessage("full");
        assertThatThrownBy(() -> TimedOpening.within(LONG, () -> {
                    throw new IllegalArgumentException("none");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTakesTooLongIsInterrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        assertThatThrownBy(() -> TimedOpening.within(Duration.ofMillis(1), () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException stop) {
                        interrupted.complete(true);
                        throw new InterruptedIOException("stopped");
                    }
                    throw new AssertionError("nobody counts down");
                }))
                .isInstanceOf(DeadlineException.class);
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatComesTooLateIsReset() throws Exception {
        CompletableFuture<Stream> late = new CompletableFuture<>();
        assertThatThrownBy(() -> TimedOpening.within(Duration.ofMillis(1), late::join))
                .isInstanceOf(DeadlineException.class);
        late.complete(stream());
        assertThat(muxed.reset.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void anInterruptEndsTheWaitAndTheOpening() throws Exception {
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        CompletableFuture<Stream> late = new CompletableFuture<>();
        Task<Stream> asking = Task.of(() -> TimedOpening.within(LONG, () -> {
            begun.complete(true);
            return late.join();
        }));
        begun.get(30, TimeUnit.SECONDS);
        asking.interrupt();
        assertThatThrownBy(asking::result).isInstanceOf(InterruptedIOException.class);
        late.complete(stream());
        assertThat(muxed.reset.get(30, TimeUnit.SECONDS)).isZero();
    }
}
