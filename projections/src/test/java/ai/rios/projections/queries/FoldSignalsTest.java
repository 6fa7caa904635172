package ai.rios.projections.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FoldSignalsTest {
    /** Never waited out: whoever waits is woken. */
    private static final Duration LONG = Duration.ofSeconds(25);

    private final FoldSignals signals = new FoldSignals(3, 2);
    private final AtomicBoolean there = new AtomicBoolean();

    private Optional<String> await(String tenant) {
        try {
            return signals.await(tenant, LONG, () -> there.get() ? Optional.of(tenant) : Optional.empty());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Optional<String>> waiting(String tenant) {
        int before = signals.waiting();
        CompletableFuture<Optional<String>> answer =
                CompletableFuture.supplyAsync(() -> await(tenant), Thread::startVirtualThread);
        while (signals.waiting() == before) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void aTenantThatHasItsShareLeavesRoomForOthers() {
        CompletableFuture<?> first = waiting("greedy");
        CompletableFuture<?> second = waiting("greedy");

        assertThat(await("greedy")).isEmpty();
        CompletableFuture<Optional<String>> other = waiting("acme");
        assertThat(await("third")).isEmpty();

        there.set(true);
        signals.moved("greedy");
        CompletableFuture.allOf(first, second).join();
        assertThat(other).isNotDone();
        signals.moved("acme");
        assertThat(other.join()).contains("acme");
        assertThat(signals.waiting()).isZero();
        assertThat(await("greedy")).contains("greedy");
    }
}
