package ai.rios.commands.simulation;

/** Something that must always hold does not. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    Violation(Invariant invariant, RuntimeException cause) {
        super(invariant + ": " + cause, cause);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }

    static void unless(boolean holds, Invariant invariant, String message) {
        if (!holds) {
            throw new Violation(invariant, message);
        }
    }
}
