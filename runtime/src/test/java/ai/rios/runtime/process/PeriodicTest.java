package ai.rios.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeriodicTest {
    @Test
    void aTaskThatFailsRunsAgain() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        Runnable task = () -> {
            runs.countDown();
            throw new IllegalStateException("every time");
        };
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            var _ = timer.scheduleWithFixedDelay(Periodic.goingOn("test", task), 0, 1, TimeUnit.MILLISECONDS);

            assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
            timer.shutdownNow();
        }
    }

    @Test
    void anErrorIsNoFailureOfTheTaskAlone() {
        Runnable task = Periodic.goingOn("test", () -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(task::run).isInstanceOf(StackOverflowError.class);
    }
}
