package ai.rios.bench;

import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What every benchmark is given. Immutable.
 *
 * @param home the checkout's root
 * @param revision the commit that is measured, or {@code unknown}
 * @param startedAt when the benchmark began
 * @param progress told of each run, for people
 */
record BenchContext(Path home, String revision, Instant startedAt, PrintStream progress) {
    /** Distinguishes this run's names from those of other runs on the same stack: lower-case letters and digits. */
    String runId() {
        return Long.toString(startedAt.toEpochMilli(), 36);
    }

    Report report(
            Benchmark benchmark,
            Options options,
            List<String> jvmFlags,
            List<Cell> cells,
            List<Goal> goals,
            List<String> notes) {
        return report(benchmark, options, jvmFlags, cells, List.of(), goals, notes);
    }

    /** A report of figures that are not of requests. */
    Report report(Benchmark benchmark, Options options, List<Figure> figures, List<Goal> goals, List<String> notes) {
        return report(benchmark, options, List.of(), List.of(), figures, goals, notes);
    }

    private Report report(
            Benchmark benchmark,
            Options options,
            List<String> jvmFlags,
            List<Cell> cells,
            List<Figure> figures,
            List<Goal> goals,
            List<String> notes) {
        return new Report(
                benchmark.name(),
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                "./rios bench " + benchmark.name() + " " + options.text(),
                Machine.read(),
                revision,
                jvmFlags,
                cells,
                figures,
                goals,
                notes);
    }
}
