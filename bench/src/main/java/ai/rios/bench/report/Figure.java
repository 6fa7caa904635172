package ai.rios.bench.report;

import ai.rios.bench.measure.Medians;
import java.util.List;

/**
 * A figure of ours and its floor's, taken in turns. Immutable.
 *
 * @param what in words
 * @param unit of both
 * @param ours one a round, at least one
 * @param floor one a round; empty where there is no floor
 */
public record Figure(String what, String unit, List<Double> ours, List<Double> floor) {
    /** Keeps copies. */
    public Figure {
        ours = List.copyOf(ours);
        floor = List.copyOf(floor);
        if (ours.isEmpty()) {
            throw new IllegalArgumentException("a figure has at least one round");
        }
    }

    /** Median over the rounds. */
    public double medianOurs() {
        return Medians.median(ours);
    }

    /** Median over the rounds; NaN where there is no floor. */
    public double medianFloor() {
        return floor.isEmpty() ? Double.NaN : Medians.median(floor);
    }

    /** Ours as a multiple of the floor; NaN where there is none. */
    public double ratio() {
        return Medians.ratio(medianOurs(), medianFloor());
    }

    /** What is wanted of ours as a multiple of the floor. */
    public Goal goal(Goal.Bound bound, double wanted) {
        return new Goal(what + ", multiple of the floor", bound, wanted, ratio());
    }
}
