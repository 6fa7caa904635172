package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(1);

    @Test
    void theSameSeedIsTheSamePlanAndAnotherIsNot() {
        Plan plan = Plan.of(7, 3, 50, LENGTH);

        assertThat(Plan.of(7, 3, 50, LENGTH)).isEqualTo(plan);
        assertThat(Plan.of(8, 3, 50, LENGTH)).isNotEqualTo(plan);
    }

    @Test
    void stepsAreDueInOrderWithinTheLengthAtTheRateThatWasAsked() {
        Plan plan = Plan.of(1, 3, 50, LENGTH);

        assertThat(plan.steps())
                .isSortedAccordingTo(Comparator.comparingLong(Step::dueNanos))
                .allMatch(step -> step.dueNanos() < LENGTH.toNanos())
                .hasSizeBetween(2_700, 3_300);
    }

    @Test
    void everyKindTenantAndClientHasItsPart() {
        Plan plan = Plan.of(1, 3, 50, LENGTH);

        assertThat(plan.steps().stream().map(Step::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Step.Kind.values());
        assertThat(plan.steps().stream().map(Step::tenant).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(plan.steps().stream().map(Step::client).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void theSharesOfTheKindsAreAHundred() {
        assertThat(Arrays.stream(Step.Kind.values()).mapToInt(Step.Kind::share).sum())
                .isEqualTo(100);
    }
}
