package ai.rios.libp2p.resources;

import java.time.Duration;

/** Refuses limits in which nothing can be done, for the records that declare them. Stateless. */
public final class Bounds {
    private Bounds() {}

    /**
     * Refuses less than 1.
     *
     * @param name of the limit, for the message
     */
    public static void requirePositive(String name, long value) {
        requireAtLeast(name, value, 1);
    }

    /** Refuses a time that is none. */
    public static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }

    /** Refuses less than {@code least}. */
    public static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, was " + value);
        }
    }
}
