package ai.rios.runtime.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private final List<HopelessException> ends = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final ThreadReplacement replacement = new ThreadReplacement(2, () -> now, ends::add);

    @Test
    void threadsAreReplacedForEverButTooManyWithinAMinuteAreNotHealthy() {
        replacement.close(); // so that no back-off is waited for
        for (int i = 0; i < 20; i++) {
            assertThat(replacement.handle(new IllegalStateException("x"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(replacement.isLive()).isFalse();

        now = now.plus(Duration.ofSeconds(61));

        assertThat(replacement.isLive()).isTrue();
        assertThat(replacement.replacementsInLastMinute()).isZero();
    }

    @Test
    void whatNoThreadCouldDoBetterEndsTheApplication() {
        HopelessException end = new HopelessException("state and log do not belong together");

        assertThat(replacement.handle(new StreamsException("init", end))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(replacement.isLive()).isFalse();
        assertThat(ends).containsExactly(end);
        assertThat(replacement.hopeless()).isSameAs(end);
    }

    @Test
    void theBackOffGrowsToFiveSeconds() {
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 1000).stream().map(ThreadReplacement::waitAfter))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1600),
                        Duration.ofMillis(3200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
    }
}
