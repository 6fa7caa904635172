package ai.rios.edge.http;

import java.util.HashMap;
import java.util.Map;

/**
 * So much of something for all, and a quarter of it for each owner at most, so that nobody shuts the others out. Whoever has nothing
 * gets also more than a quarter, and the first of all more than there is: no bound keeps a single one out for ever. Thread-safe.
 */
final class Shares {
    private static final int LARGEST = 4;

    private final long total;

    // Guarded by this object.
    private long taken;
    /** Owners without any have no entry. */
    private final Map<String, Long> byOwner = new HashMap<>();

    Shares(long total) {
        this.total = total;
    }

    /** @param amount 1 or more */
    synchronized boolean take(String owner, long amount) {
        long own = byOwner.getOrDefault(owner, 0L);
        boolean tooMuch = taken > 0 && taken + amount > total;
        boolean tooMuchOfOne = own > 0 && own + amount > total / LARGEST;
        if (tooMuch || tooMuchOfOne) {
            return false;
        }
        taken += amount;
        byOwner.put(owner, own + amount);
        return true;
    }

    /** Gives back what this owner took. */
    synchronized void release(String owner, long amount) {
        taken -= amount;
        byOwner.computeIfPresent(owner, (_, now) -> now == amount ? null : now - amount);
    }
}
