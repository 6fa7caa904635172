package ai.rios.bench.report;

import ai.rios.bench.measure.Medians;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * All runs of one subject under one load. Immutable.
 *
 * @param subject what was measured: the product or a floor
 * @param load what was offered, in words
 * @param runs in the order they were made, one a round; at least one
 * @param curve latencies of all runs together
 */
public record Cell(String subject, String load, List<Run> runs, List<CurvePoint> curve) {
    /** The load generator's own process in the figures of CPU time; not part of any subject. */
    public static final String CLIENT = "client";

    public Cell {
        runs = List.copyOf(runs);
        curve = List.copyOf(curve);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a cell has at least one run");
        }
    }

    /** From the runs and the histogram (nanoseconds) of all of them. */
    public static Cell of(String subject, String load, List<Run> runs, Histogram nanos) {
        return new Cell(subject, load, runs, CurvePoint.curve(nanos));
    }

    /** Median over the runs of wanted answers a second. */
    public double medianPerSecond() {
        return median(Run::perSecond);
    }

    /** Median over the runs of a percentile in milliseconds; {@code name} as in {@link Run#latencyMillis}. */
    public double medianMillis(String name) {
        return median(run -> run.latencyMillis().getOrDefault(name, Double.NaN));
    }

    /** Median over the runs of CPU microseconds a request, by process. */
    public Map<String, Double> medianCpuMicros() {
        return medians(Run::cpuMicrosPerRequest);
    }

    /** Median over the runs of CPU microseconds a request of all processes but the client. */
    public double medianServerCpuMicros() {
        return median(run -> run.cpuMicrosPerRequest().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(CLIENT))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }

    /** How far apart the runs' throughputs lie, as a share of the median. */
    public double throughputSpread() {
        return Medians.spread(runs.stream().map(Run::perSecond).toList());
    }

    /** Answers with another status than the wanted one, in all runs. */
    public long failed() {
        return runs.stream().mapToLong(Run::failed).sum();
    }

    private double median(ToDoubleFunction<Run> figure) {
        return Medians.median(runs.stream().map(figure::applyAsDouble).toList());
    }

    private Map<String, Double> medians(Function<Run, Map<String, Double>> figures) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String name : figures.apply(runs.getFirst()).keySet()) {
            medians.put(name, median(run -> figures.apply(run).getOrDefault(name, Double.NaN)));
        }
        return medians;
    }
}
