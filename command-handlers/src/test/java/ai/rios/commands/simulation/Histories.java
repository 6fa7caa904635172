package ai.rios.commands.simulation;

import java.util.Optional;
import java.util.SplittableRandom;

/** Plays histories by their seeds. */
final class Histories {
    private Histories() {}

    /** Plays one; what it violates, if anything. */
    static Optional<Violation> play(long seed, Plant plant) {
        return play(seed, plant, new Notes(false));
    }

    /** Plays as many as asked, with seeds that follow from one; fails at the first that violates anything, and says how to see it again. */
    static void playAll(long seed, int histories) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < histories; i++) {
            playOne(seeds.nextLong());
        }
    }

    /** Plays one, and fails with its notes when it violates anything. */
    static void playOne(long seed) {
        play(seed, Plant.NONE).ifPresent(violation -> {
            throw new AssertionError(told(seed, violation), violation);
        });
    }

    private static String told(long seed, Violation violation) {
        Notes notes = new Notes(true);
        Optional<Violation> again = play(seed, Plant.NONE, notes);
        String verdict = again.isPresent() ? violation.getMessage() : violation.getMessage() + " (but not again)";
        return "seed " + seed + ", alone with -Dsimulation.seed=" + seed + "\n" + verdict + "\n" + notes;
    }

    /** As above, and tells what happened. */
    static Optional<Violation> play(long seed, Plant plant, Notes notes) {
        try {
            new World(seed, plant, notes).play();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation);
        }
    }
}
