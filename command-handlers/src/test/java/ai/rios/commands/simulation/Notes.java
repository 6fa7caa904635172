package ai.rios.commands.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What happened last, to be read when something is wrong. Confined to the world's thread. */
final class Notes {
    private static final int KEPT = 2_000;

    private final boolean kept;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param kept false: nothing is kept, for speed */
    Notes(boolean kept) {
        this.kept = kept;
    }

    void add(long nowMs, String who, Object what) {
        if (kept) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.add(nowMs + " " + who + ": " + what);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
