package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class DialRaceTest {
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
    private static final Multiaddr TWO = Multiaddr.parse("/ip4/1.2.3.4/tcp/2");
    private static final Multiaddr THREE = Multiaddr.parse("/ip4/1.2.3.4/tcp/3");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<DialRanker.Ranked> RANKED = List.of(
            new DialRanker.Ranked(ONE, Duration.ZERO),
            new DialRanker.Ranked(TWO, Duration.ofMillis(250)),
            new DialRanker.Ranked(THREE, Duration.ofMillis(500)));

    private final ManualTimers timers = new ManualTimers();
    private final BlockingQueue<Multiaddr> tried = new LinkedBlockingQueue<>();
    private final BlockingQueue<Multiaddr> interrupted = new LinkedBlockingQueue<>();
    private final Map<Multiaddr, CompletableFuture<Upgraded>> answers = new ConcurrentHashMap<>(
            Map.of(ONE, new CompletableFuture<>(), TWO, new CompletableFuture<>(), THREE, new CompletableFuture<>()));

    private static final class ClosableMuxer implements StreamMuxer {
        private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

        @Override
        public MuxedStream openStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MuxedStream acceptStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isClosed() {
            return closed.isDone();
        }

        @Override
        public void close(long code) {
            closed.complete(true);
        }
    }

    private final ClosableMuxer muxer = new ClosableMuxer();

    private Upgraded upgraded(Multiaddr address) {
        return upgraded(address, muxer);
    }

    private static Upgraded upgraded(Multiaddr address, StreamMuxer muxer) {
        return new Upgraded(new PeerId(Multihash.sha256(new byte[0])), muxer, Direction.OUTBOUND, address, address);
    }

    private CompletableFuture<Upgraded> answer(Multiaddr address) {
        return Objects.requireNonNull(answers.get(address));
    }

    private Upgraded dial(Multiaddr address) throws IOException {
        tried.add(address);
        try {
            return answer(address).get();
        } catch (InterruptedException interrupt) {
            interrupted.add(address);
            throw (IOException) new InterruptedIOException().initCause(interrupt);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException told ? told : new IOException(failure);
        }
    }

    private CompletableFuture<Upgraded> race(int mostAtOnce, Duration limit) {
        CompletableFuture<Upgraded> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(new DialRace(RANKED, List.of(), mostAtOnce, timers, this::dial).run(limit));
            } catch (IOException failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private Multiaddr next() throws InterruptedException {
        return Objects.requireNonNull(tried.poll(60, TimeUnit.SECONDS), "nothing is tried");
    }

    private Multiaddr nextInterrupted() throws InterruptedException {
        return Objects.requireNonNull(interrupted.poll(20, TimeUnit.SECONDS), "nothing is interrupted");
    }

    @Test
    void theOthersWaitForTheirTimeAndTheFirstConnectionWins() throws Exception {
        CompletableFuture<Upgraded> result = race(8, LONG);
        assertThat(next()).isEqualTo(ONE);
        timers.advance(Duration.ofMillis(249));
        assertThat(timers.waiting()).as("two wait for their time").isEqualTo(2);
        timers.advance(Duration.ofMillis(1));
        assertThat(timers.waiting()).as("one waits still").isEqualTo(1);
        assertThat(next()).isEqualTo(TWO);
        answer(TWO).complete(upgraded(TWO));
        assertThat(result.get().remoteAddress()).isEqualTo(TWO);
        assertThat(interrupted.poll(60, TimeUnit.SECONDS)).isEqualTo(ONE);
        assertThat(timers.waiting()).as("the third is not waited for any more").isZero();
        timers.advance(Duration.ofMillis(250));
        assertThat(tried).isEmpty();
    }

    @Test
    void whereTheFirstToBeTriedIsSlowTheThirdComesInItsTimeToo() throws Exception {
        CompletableFuture<Upgraded> result = race(8, LONG);
        assertThat(next()).isEqualTo(ONE);
        timers.advance(Duration.ofMillis(500));
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(TWO, THREE);
        answer(ONE).complete(upgraded(ONE));
        assertThat(result.get().remoteAddress()).isEqualTo(ONE);
        assertThat(List.of(nextInterrupted(), nextInterrupted())).containsExactlyInAnyOrder(TWO, THREE);
    }

    @Test
    void aSecondConnectionIsClosed() throws Exception {
        CompletableFuture<Upgraded> slow = new CompletableFuture<>();
        CompletableFuture<Upgraded> result = new CompletableFuture<>();
        ClosableMuxer fast = new ClosableMuxer();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(new DialRace(RANKED, List.of(), 8, timers, address -> {
                            tried.add(address);
                            return address.equals(ONE) ? slow.join() : upgraded(address, fast);
                        })
                        .run(LONG));
            } catch (IOException failure) {
                result.completeExceptionally(failure);
            }
        });
        assertThat(next()).isEqualTo(ONE);
        timers.advance(Duration.ofMillis(250));
        assertThat(result.get().remoteAddress()).isEqualTo(TWO);
        slow.complete(upgraded(ONE));
        assertThat(muxer.closed.get(20, TimeUnit.SECONDS))
                .as("the one that came second")
                .isTrue();
        assertThat(fast.closed).as("the one that came first").isNotDone();
    }

    @Test
    void anInterruptEndsAllTries() throws Exception {
        Task<Upgraded> racing = Task.of(() -> new DialRace(RANKED, List.of(), 8, timers, this::dial).run(LONG));
        assertThat(next()).isEqualTo(ONE);
        racing.interrupt();
        assertThatThrownBy(racing::result).isInstanceOf(InterruptedIOException.class);
        assertThat(nextInterrupted()).isEqualTo(ONE);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void whereAllThatRunHaveFailedTheNextOneDoesNotWait() throws Exception {
        CompletableFuture<Upgraded> result = race(8, LONG);
        assertThat(next()).isEqualTo(ONE);
        answer(ONE).completeExceptionally(new IOException("refused"));
        assertThat(next()).isEqualTo(TWO);
        answer(TWO).complete(upgraded(TWO));
        assertThat(result.get().remoteAddress()).isEqualTo(TWO);
    }

    @Test
    void oneThatIsTriedEarlyHasNoOtherTriedBeforeItsTime() throws Exception {
        CompletableFuture<Upgraded> result = race(8, LONG);
        assertThat(next()).isEqualTo(ONE);
        answer(ONE).completeExceptionally(new IOException("refused"));
        assertThat(next()).isEqualTo(TWO);
        assertThat(timers.waiting()).as("only the third waits").isEqualTo(1);
        timers.advance(Duration.ofMillis(499));
        assertThat(timers.waiting()).as("it waits still").isEqualTo(1);
        timers.advance(Duration.ofMillis(1));
        assertThat(next()).isEqualTo(THREE);
        answer(THREE).complete(upgraded(THREE));
        assertThat(result.get().remoteAddress()).isEqualTo(THREE);
    }

    @Test
    void noMoreRunAtOnceThanMay() throws Exception {
        CompletableFuture<Upgraded> result = race(1, LONG);
        assertThat(next()).isEqualTo(ONE);
        timers.advance(Duration.ofSeconds(1));
        assertThat(tried).isEmpty();
        answer(ONE).completeExceptionally(new IOException("refused"));
        assertThat(next()).isEqualTo(TWO);
        answer(TWO).complete(upgraded(TWO));
        assertThat(result.get().remoteAddress()).isEqualTo(TWO);
    }

    @Test
    void whereNoneWorksEachReasonIsTold() throws Exception {
        CompletableFuture<Upgraded> result = race(8, LONG);
        answers.values().forEach(answer -> answer.completeExceptionally(new IOException("refused")));
        assertThatThrownBy(result::get)
                .cause()
                .isInstanceOf(DialException.class)
                .hasMessageContaining(ONE + ": refused")
                .hasMessageContaining(TWO + ": refused")
                .hasMessageContaining(THREE + ": refused")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .hasSize(3)
                        .allSatisfy(one -> assertThat(one).hasMessageContaining("refused")));
    }

    @Test
    void aRaceThatTakesTooLongEndsAllTries() {
        CompletableFuture<Upgraded> result = race(8, Duration.ofMillis(1));
        assertThatThrownBy(result::get)
                .cause()
                .isInstanceOf(DialException.class)
                .hasMessageContaining(ONE + ": no answer yet")
                .hasMessageContaining(TWO + ": not tried yet");
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aConnectionThatComesTooLateIsClosed() throws Exception {
        CompletableFuture<Upgraded> late = new CompletableFuture<>();
        CompletableFuture<Upgraded> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(new DialRace(RANKED, List.of(), 8, timers, _ -> late.join()).run(Duration.ofMillis(1)));
            } catch (IOException failure) {
                result.completeExceptionally(failure);
            }
        });
        assertThatThrownBy(result::get).cause().isInstanceOf(DialException.class);
        late.complete(upgraded(ONE));
        assertThat(muxer.closed.get(60, TimeUnit.SECONDS)).isTrue();
    }
}
