package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.cells.CellTimeline.Strike;
import ai.rios.bench.faults.traffic.Traffic.Moment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CellTimelineTest {
    private static final long START = 1_000_000_000_000L;

    private static Moment write(String tenant, double sentSecond, double doneSecond) {
        return moment(tenant, true, sentSecond, doneSecond);
    }

    private static Moment moment(String tenant, boolean isGood, double sentSecond, double doneSecond) {
        return new Moment(tenant, true, isGood, isGood, false, "", at(sentSecond), at(doneSecond));
    }

    private static long at(double second) {
        return START + (long) (second * TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void recoveryIsThatOfTheSlowestTenantAndOfCommandsSentAfterTheFault() {
        List<Moment> moments = List.of(
                write("red", 1, 4.5), // sent before the fault: it may have been decided before, too
                write("red", 4.2, 5),
                write("blue", 5, 7),
                write("red", 8, 8.1));

        double seconds =
                CellTimeline.recoverySeconds(List.of("red", "blue"), moments, List.of(new Strike(at(4), at(4))));

        assertThat(seconds).isEqualTo(3);
    }

    @Test
    void aTenantThatIsNeverAnsweredAgainHasNotRecovered() {
        List<Moment> moments = List.of(write("red", 1, 2), write("blue", 5, 6), moment("red", false, 5, 6));

        double seconds =
                CellTimeline.recoverySeconds(List.of("red", "blue"), moments, List.of(new Strike(at(4), at(4))));

        assertThat(seconds).isInfinite();
    }

    @Test
    void anEarlierAnswerIsNoRecovery() {
        List<Moment> moments =
                List.of(new Moment("red", true, true, true, true, "", at(4.5), at(5)), write("red", 6, 7));

        assertThat(CellTimeline.recoverySeconds(List.of("red"), moments, List.of(new Strike(at(4), at(4)))))
                .isEqualTo(3);
    }

    @Test
    void afterTheLastStepSilenceIsNoMoreCounted() {
        assertThat(CellTimeline.longestSilenceSeconds(List.of("red"), START, at(3), List.of(write("red", 2, 40))))
                .isEqualTo(3);
    }

    @Test
    void withoutAFaultThereIsNoRecovery() {
        assertThat(CellTimeline.recoverySeconds(List.of("red"), List.of(write("red", 1, 2)), List.of()))
                .isNaN();
    }

    @Test
    void recoveryFromAFaultThatTakesTimeCountsFromItsEnd() {
        List<Moment> moments = List.of(write("red", 5, 6), write("red", 10, 12));

        assertThat(CellTimeline.recoverySeconds(List.of("red"), moments, List.of(new Strike(at(4), at(9)))))
                .isEqualTo(3);
    }

    @Test
    void silenceIsCountedATenantFromStartToEnd() {
        List<Moment> moments = List.of(
                write("red", 0, 1),
                write("blue", 0, 2),
                write("blue", 2, 3),
                moment("red", false, 2, 4),
                write("red", 5, 6));

        assertThat(CellTimeline.longestSilenceSeconds(List.of("red", "blue"), START, at(7), moments))
                .isEqualTo(5);
        assertThat(CellTimeline.longestSilenceSeconds(List.of("red", "blue"), START, at(9), moments))
                .isEqualTo(6);
        assertThat(CellTimeline.longestSilenceSeconds(List.of("red", "blue", "green"), START, at(9), moments))
                .isEqualTo(9);
    }

    @Test
    void stepsCountWhatWasAcknowledgedAndWhatFailed() {
        List<Moment> moments =
                List.of(write("red", 0, 0.1), write("red", 0, 0.2), moment("red", false, 0, 1.2), write("red", 0, 1.3));

        CellTimeline timeline = CellTimeline.of(START, moments, List.of(new Strike(at(0.25), at(0.75))));

        assertThat(timeline.acknowledged()).containsExactly(2, 0, 1);
        assertThat(timeline.failed()).containsExactly(0, 0, 1);
        assertThat(timeline.faultMillis()).containsExactly(250L);
        assertThat(timeline.mendedMillis()).containsExactly(750L);
    }
}
