package ai.rios.bench.report;

/**
 * A goal and what was measured. Immutable.
 *
 * @param what the figure in words, with its unit
 * @param bound which side is good
 * @param wanted the goal
 * @param measured the figure
 */
public record Goal(String what, Bound bound, double wanted, double measured) {
    /** Which side of the wanted figure is good. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** Whether it is met; a figure that could not be taken (NaN) meets nothing. */
    public boolean isMet() {
        return switch (bound) {
            case AT_LEAST -> measured >= wanted;
            case AT_MOST -> measured <= wanted;
        };
    }
}
