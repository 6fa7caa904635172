package ai.rios.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A point of a latency curve. Immutable.
 *
 * @param percentile 0 to below 100
 * @param millis the latency that this share of requests did not exceed
 */
public record CurvePoint(double percentile, double millis) {
    private static final int TICKS_PER_HALVING = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    /** The curve of a histogram of nanoseconds, denser towards its tail, without the 100 % that has no place on it. */
    static List<CurvePoint> curve(Histogram nanos) {
        List<CurvePoint> points = new ArrayList<>();
        for (HistogramIterationValue value : nanos.percentiles(TICKS_PER_HALVING)) {
            if (value.getPercentileLevelIteratedTo() < 100) {
                points.add(new CurvePoint(
                        value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / NANOS_PER_MILLI));
            }
        }
        return points;
    }
}
