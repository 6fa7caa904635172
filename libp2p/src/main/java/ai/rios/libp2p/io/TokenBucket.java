package ai.rios.libp2p.io;

import java.time.Duration;

/** Lets so many through at once, and so many in a span of time on average. Not thread-safe. */
public final class TokenBucket {
    private final double capacity;
    private final double perNano;
    private double tokens;
    private long filledAt;

    /**
     * A full one.
     *
     * @param capacity how many go through at once; 1 or more
     * @param refilledIn how long it takes until an empty one is full; positive
     * @param nowNanos the time by {@link Timers#nanoTime()}
     */
    public TokenBucket(int capacity, Duration refilledIn, long nowNanos) {
        this.capacity = capacity;
        this.perNano = capacity / (double) refilledIn.toNanos();
        this.tokens = capacity;
        this.filledAt = nowNanos;
    }

    /** Takes one; false when there is none. */
    public boolean take(long nowNanos) {
        tokens = Math.min(capacity, tokens + (nowNanos - filledAt) * perNano);
        filledAt = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Puts some back. */
    public void give(int count) {
        tokens = Math.min(capacity, tokens + count);
    }
}
