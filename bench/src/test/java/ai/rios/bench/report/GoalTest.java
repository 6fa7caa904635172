package ai.rios.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void theBoundItselfMeetsTheGoalAndAMissingFigureMeetsNone() {
        assertThat(goal(Goal.Bound.AT_LEAST, 0.5).isMet()).isTrue();
        assertThat(goal(Goal.Bound.AT_LEAST, 0.49).isMet()).isFalse();
        assertThat(goal(Goal.Bound.AT_MOST, 0.5).isMet()).isTrue();
        assertThat(goal(Goal.Bound.AT_MOST, 0.51).isMet()).isFalse();
        assertThat(goal(Goal.Bound.AT_MOST, Double.NaN).isMet()).isFalse();
    }

    private static Goal goal(Goal.Bound bound, double measured) {
        return new Goal("a figure", bound, 0.5, measured);
    }
}
