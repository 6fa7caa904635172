package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The runs of one cell, as they are made. Confined to one thread. */
final class CellRuns {
    private final String subject;
    private final String load;
    private final List<Run> runs = new ArrayList<>();
    private final Histogram nanos = new Histogram(3);

    CellRuns(String subject, String load) {
        this.subject = subject;
        this.load = load;
    }

    /**
     * Adds one.
     *
     * @param cpuMicros of the whole run by process
     * @throws BenchException when a request of it was refused: that measures the wrong thing
     */
    Run add(LoadResult result, Map<String, Double> cpuMicros) {
        if (result.failed() > 0) {
            throw new BenchException(
                    result.failed() + " requests of " + subject + " failed; the first: " + result.firstFailure());
        }
        runs.add(Run.of(result, cpuMicros, Machine.loadAverage()));
        nanos.add(result.latencies());
        return runs.getLast();
    }

    String subject() {
        return subject;
    }

    Cell cell() {
        return Cell.of(subject, load, runs, nanos);
    }
}
