package ai.rios.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param latencies in nanoseconds, of answers with the wanted status; handed over, not to be changed
 * @param failed answers with another status
 * @param firstFailure the first such answer's beginning, for people; empty when there was none
 * @param elapsed from the first request's start to the last answer
 */
public record LoadResult(Histogram latencies, long failed, String firstFailure, Duration elapsed) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Answers with the wanted status. */
    public long succeeded() {
        return latencies.getTotalCount();
    }

    /** Wanted answers a second. */
    public double perSecond() {
        return elapsed.isZero() ? 0 : succeeded() * NANOS_PER_SECOND / elapsed.toNanos();
    }
}
