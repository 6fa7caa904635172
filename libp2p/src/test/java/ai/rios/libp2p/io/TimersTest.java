package ai.rios.libp2p.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TimersTest {
    @Test
    void aTaskRunsWhenItIsDueAndOneTakenBackDoesNot() throws InterruptedException {
        try (SystemTimers timers = new SystemTimers()) {
            // Given tasks that wait for one before them
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch ran = new CountDownLatch(1);
            AtomicBoolean takenBack = new AtomicBoolean();
            timers.schedule(Duration.ZERO, () -> awaitQuietly(gate));
            Timers.Timer timer = timers.schedule(Duration.ZERO, () -> takenBack.set(true));
            timers.schedule(Duration.ZERO, ran::countDown);
            // When
            timer.cancel();
            gate.countDown();
            // Then
            assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(takenBack).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void afterTheEndNothingRunsAndNothingFails() throws InterruptedException {
        CompletableFuture<Thread> tasks = new CompletableFuture<>();
        AtomicBoolean ran = new AtomicBoolean();
        SystemTimers timers = new SystemTimers();
        timers.schedule(Duration.ZERO, () -> tasks.complete(Thread.currentThread()));
        Thread thread = tasks.join();
        timers.close();
        timers.schedule(Duration.ZERO, () -> ran.set(true)).cancel();
        timers.schedule(Duration.ZERO, () -> ran.set(true));
        thread.join();
        assertThat(ran).isFalse();
    }

    @Test
    void anEndlessDelayIsNoFault() {
        try (SystemTimers timers = new SystemTimers()) {
            timers.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
        }
    }

    @Test
    void manualTimeRunsTasksInOrderAtTheirMoment() {
        // Given
        ManualTimers timers = new ManualTimers();
        List<Long> seen = new ArrayList<>();
        timers.schedule(Duration.ofNanos(20), () -> seen.add(timers.nanoTime()));
        timers.schedule(Duration.ofNanos(10), () -> {
            seen.add(timers.nanoTime());
            timers.schedule(Duration.ofNanos(5), () -> seen.add(timers.nanoTime()));
        });
        timers.schedule(Duration.ofNanos(31), () -> seen.add(-1L));
        // When
        timers.advance(Duration.ofNanos(30));
        // Then
        assertThat(seen).containsExactly(10L, 15L, 20L);
        assertThat(timers.nanoTime()).isEqualTo(30);
        assertThat(timers.waiting()).isEqualTo(1);
    }
}
