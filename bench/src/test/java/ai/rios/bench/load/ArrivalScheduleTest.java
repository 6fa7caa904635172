package ai.rios.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
    @Test
    void arrivalsAreEvenlySpaced() {
        ArrivalSchedule schedule = new ArrivalSchedule(500, Duration.ofSeconds(10));

        assertThat(schedule.count()).isEqualTo(5_000);
        assertThat(schedule.dueNanos(0)).isZero();
        assertThat(schedule.dueNanos(1)).isEqualTo(2_000_000);
        assertThat(schedule.dueNanos(4_999)).isEqualTo(9_998_000_000L);
    }

    @Test
    void roundingDoesNotAddUpOverAnHour() {
        ArrivalSchedule schedule = new ArrivalSchedule(7, Duration.ofHours(1));

        assertThat(schedule.dueNanos(schedule.count()))
                .isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void refusesAStandstillAndNoTime() {
        assertThatThrownBy(() -> new ArrivalSchedule(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
        assertThatThrownBy(() -> new ArrivalSchedule(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length");
    }
}
