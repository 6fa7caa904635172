package ai.rios.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void itIsOverWhenNothingIsLeft() {
        Deadline deadline = Deadline.after(Duration.ZERO);

        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.left()).isZero();
    }

    @Test
    void whatIsLeftIsLessThanTheLimit() {
        Deadline deadline = Deadline.after(Duration.ofDays(300));

        assertThat(deadline.isOver()).isFalse();
        assertThat(deadline.left()).isBetween(Duration.ofDays(299), Duration.ofDays(300));
    }
}
