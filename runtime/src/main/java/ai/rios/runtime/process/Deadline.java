package ai.rios.runtime.process;

import java.time.Duration;

/** A moment that the clock of this process, which never goes back, will reach. Immutable. */
public final class Deadline {
    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /** So long from now. */
    public static Deadline after(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    public boolean isOver() {
        return leftNanos() <= 0;
    }

    /** What is left until then; 0 once it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, leftNanos()));
    }

    /** A difference, for readings of the clock may overflow. */
    private long leftNanos() {
        return atNanos - System.nanoTime();
    }
}
