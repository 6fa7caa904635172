package ai.rios.bench.report;

import ai.rios.bench.load.LoadResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The figures of one measured run. Immutable.
 *
 * @param perSecond wanted answers a second
 * @param succeeded wanted answers
 * @param failed other answers
 * @param latencyMillis by name: p50, p90, p99, p99.9, max
 * @param cpuMicrosPerRequest by process: CPU time of the run divided by its requests
 * @param loadAverage of the machine when the run ended; the generator and the server are part of it
 */
public record Run(
        double perSecond,
        long succeeded,
        long failed,
        Map<String, Double> latencyMillis,
        Map<String, Double> cpuMicrosPerRequest,
        double loadAverage) {
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * From what was measured.
     *
     * @param cpuMicros CPU microseconds of the whole run by process
     */
    public static Run of(LoadResult result, Map<String, Double> cpuMicros, double loadAverage) {
        double requests = Math.max(1, result.succeeded() + result.failed());
        Map<String, Double> perRequest = new LinkedHashMap<>();
        cpuMicros.forEach((process, micros) -> perRequest.put(process, micros / requests));
        return new Run(
                result.perSecond(),
                result.succeeded(),
                result.failed(),
                latencies(result.latencies()),
                perRequest,
                loadAverage);
    }

    private static Map<String, Double> latencies(Histogram nanos) {
        Map<String, Double> millis = new LinkedHashMap<>();
        millis.put("p50", nanos.getValueAtPercentile(50) / NANOS_PER_MILLI);
        millis.put("p90", nanos.getValueAtPercentile(90) / NANOS_PER_MILLI);
        millis.put("p99", nanos.getValueAtPercentile(99) / NANOS_PER_MILLI);
        millis.put("p99.9", nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI);
        millis.put("max", nanos.getMaxValue() / NANOS_PER_MILLI);
        return millis;
    }
}
