package ai.rios.bench.load;

import java.time.Duration;

/**
 * When the requests of an open loop are due: evenly spaced, whatever the server does. Immutable.
 *
 * @param perSecond arrivals a second, 1 or more
 * @param length time in which arrivals are due; positive
 */
record ArrivalSchedule(int perSecond, Duration length) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    ArrivalSchedule {
        if (perSecond < 1) {
            throw new IllegalArgumentException("arrivals a second must be 1 or more, were " + perSecond);
        }
        if (!length.isPositive()) {
            throw new IllegalArgumentException("the schedule's length must be positive, was " + length);
        }
    }

    /** How many requests are due in all. */
    long count() {
        return Math.multiplyExact(length.toNanos(), (long) perSecond) / NANOS_PER_SECOND;
    }

    /** When request {@code index} (from 0) is due, in nanoseconds after the start. Rounding does not add up. */
    long dueNanos(long index) {
        return Math.multiplyExact(index, NANOS_PER_SECOND) / perSecond;
    }
}
