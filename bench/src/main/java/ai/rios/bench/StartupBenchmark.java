package ai.rios.bench;

import ai.rios.bench.measure.Machine;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.measure.ProcessFigures;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.Stack;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code bench startup}: how long {@code ./rios up --detach} takes until a POST is decided, on an empty data folder and
 * on one in use, and the memory that all processes of the stack then hold.
 */
final class StartupBenchmark implements Benchmark {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_GIGABYTE = 1 << 30;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    private final List<Double> emptySeconds = new ArrayList<>();
    private final List<Double> usedSeconds = new ArrayList<>();
    private final List<Double> residentBytes = new ArrayList<>();
    private final List<Double> proportionalBytes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String summary() {
        return "./rios up until a POST is decided, and the memory it takes (about 4 minutes)";
    }

    @Override
    public int defaultRounds() {
        return 5;
    }

    @Override
    public Report run(Options options, BenchContext context) {
        Launcher launcher = new Launcher(context.home());
        for (int round = 0; round < options.rounds(); round++) {
            Path data = TemporaryFolder.create();
            try {
                start(launcher, data, emptySeconds, "empty folder", context);
                start(launcher, data, usedSeconds, "used folder", context);
            } finally {
                TemporaryFolder.delete(data);
            }
        }
        notes.add("Load average at the end: " + String.format(Locale.ROOT, "%.1f", Machine.loadAverage()) + ".");
        return context.report(this, options, List.of(), List.of(), goals(), notes);
    }

    private void start(Launcher launcher, Path data, List<Double> seconds, String what, BenchContext context) {
        long before = System.nanoTime();
        try (Stack stack = Stack.start(launcher, data)) {
            seconds.add((System.nanoTime() - before) / NANOS_PER_SECOND);
            Map<String, Long> pids = stack.status().pids();
            residentBytes.add(pids.values().stream()
                    .mapToDouble(ProcessFigures::residentBytes)
                    .sum());
            proportionalBytes.add(pids.values().stream()
                    .mapToDouble(ProcessFigures::proportionalBytes)
                    .sum());
            Map<String, Long> mebibytes = new TreeMap<>();
            pids.forEach((name, pid) ->
                    mebibytes.put(name, Math.round(ProcessFigures.residentBytes(pid) / BYTES_PER_MEBIBYTE)));
            String line = String.format(
                    Locale.ROOT,
                    "%s: ready after %.1f s, resident MiB %s, load average %.1f",
                    what,
                    seconds.getLast(),
                    mebibytes,
                    Machine.loadAverage());
            context.progress().println(line);
            notes.add(line + ".");
        }
    }

    private List<Goal> goals() {
        return List.of(
                new Goal("ready on a used data folder, s", Goal.Bound.AT_MOST, 12, Medians.median(usedSeconds)),
                new Goal("ready on an empty data folder, s", Goal.Bound.AT_MOST, 20, Medians.median(emptySeconds)),
                new Goal(
                        "resident memory of all processes, GB (1,024³)",
                        Goal.Bound.AT_MOST,
                        1.5,
                        Medians.median(residentBytes) / BYTES_PER_GIGABYTE),
                new Goal(
                        "the same with shared pages counted once, GB",
                        Goal.Bound.AT_MOST,
                        1.5,
                        Medians.median(proportionalBytes) / BYTES_PER_GIGABYTE));
    }
}
