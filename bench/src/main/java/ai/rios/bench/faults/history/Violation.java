package ai.rios.bench.faults.history;

/**
 * A promise that was not held.
 *
 * @param invariant which promise
 * @param tenant whom it was broken to
 * @param text what is wrong, with the record that shows it
 */
public record Violation(Invariant invariant, String tenant, String text) {
    @Override
    public String toString() {
        return invariant + ": " + text;
    }
}
