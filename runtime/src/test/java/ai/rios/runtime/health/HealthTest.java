package ai.rios.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock = now::get;
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final AtomicBoolean assigned = new AtomicBoolean(true);
    private final Health health = new Health("1.2.3", clock)
            .live(HealthCheck.of("threads", alive::get, "3 replaced in a minute"))
            .ready(HealthCheck.of("partitions", assigned::get, "none assigned"));

    @Test
    void aHealthyProcessIsLiveAndReady() {
        now.set(Instant.ofEpochSecond(75));

        assertThat(health.readyReport())
                .isEqualTo(
                        new Health.Report(
                                true,
                                "{\"status\":\"up\",\"version\":\"1.2.3\",\"uptime\":75,\"checks\":["
                                        + "{\"name\":\"threads\",\"status\":\"up\"},{\"name\":\"partitions\",\"status\":\"up\"}]}"));
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void whatIsNotReadyNeedsNoRestart() {
        assigned.set(false);

        assertThat(health.isReady()).isFalse();
        assertThat(health.isLive()).isTrue();
        assertThat(health.readyReport().httpStatus()).isEqualTo(503);
        assertThat(health.readyReport().json())
                .contains("{\"name\":\"partitions\",\"status\":\"down\",\"detail\":\"none assigned\"}");
        assertThat(health.liveReport().httpStatus()).isEqualTo(200);
    }

    @Test
    void whatIsNotLiveIsNotReady() {
        alive.set(false);

        assertThat(health.isReady()).isFalse();
        assertThat(health.liveReport().httpStatus()).isEqualTo(503);
    }

    @Test
    void aStoppingProcessIsLiveAndNotReady() {
        health.stop();

        assertThat(health.isLive()).isTrue();
        assertThat(health.isReady()).isFalse();
        assertThat(health.readyReport().up()).isFalse();
    }
}
