package ai.rios.bench.load;

import org.HdrHistogram.Histogram;

/**
 * Latencies in nanoseconds, to three digits, up to a minute. Confined to the generator's thread.
 *
 * <p>Counted from when a request was <em>due</em>. A generator that counts from when it got round to sending leaves out the
 * wait of all those requests that a stalled server kept it from sending ("coordinated omission"), which is most of them.
 */
final class LatencyRecorder {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

    void record(long dueNanos, long answeredNanos) {
        histogram.recordValue(Math.clamp(answeredNanos - dueNanos, 1, HIGHEST_NANOS));
    }

    Histogram histogram() {
        return histogram;
    }
}
