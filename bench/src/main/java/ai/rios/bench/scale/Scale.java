package ai.rios.bench.scale;

import ai.rios.bench.measure.Machine;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.report.FigureTables;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import ai.rios.bench.report.ReportFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./rios bench scale}: runs groups of figures one after another, each on stacks of its own with every service in a process of
 * its own, and keeps what each has found as soon as it has. Confined to one thread.
 *
 * @param home the checkout's root
 * @param revision the commit that is measured
 * @param clock of the wall
 * @param out for people
 */
public record Scale(Path home, String revision, InstantSource clock, PrintStream out) {
    private static final String PREFIX = "scale-";
    private static final List<FigureGroup> GROUPS = List.of(
            new Growth(),
            new Tenants(),
            new Payloads(),
            new Rates(),
            new Neighbours(),
            new Streams(),
            new Rebuild(),
            new Restart(),
            new Takeover());

    /** Names of all groups, in order. */
    public static List<String> groups() {
        return GROUPS.stream().map(FigureGroup::name).toList();
    }

    /** Names under which their figures are kept, in order. */
    public static List<String> reports() {
        return groups().stream().map(name -> PREFIX + name).toList();
    }

    /** What each group measures, a line each. */
    public static List<String> help() {
        return GROUPS.stream()
                .map(group -> "%-20s %s".formatted(group.name(), group.summary()))
                .toList();
    }

    /**
     * Runs the groups that the options name.
     *
     * @param data folder for the stacks, empty
     * @return whether every goal of them is met
     */
    public boolean run(ScaleOptions options, Path data) {
        boolean areMet = true;
        for (FigureGroup group : GROUPS) {
            if (options.only().contains(group.name())) {
                areMet &= run(group, options, data);
            }
        }
        return areMet;
    }

    private boolean run(FigureGroup group, ScaleOptions options, Path data) {
        Instant startedAt = clock.instant();
        out.println();
        out.println("=== " + group.name() + ": " + group.summary());
        Path folder = home.resolve(options.out());
        Findings found = group.run(new ScaleRun(
                options, new Launcher(home), data, folder, Long.toString(startedAt.toEpochMilli(), 36), out));
        found.note(String.format(
                Locale.ROOT,
                "All of it took %d s; load average at its end: %.1f.",
                ChronoUnit.SECONDS.between(startedAt, clock.instant()),
                Machine.loadAverage()));
        Report report = new Report(
                PREFIX + group.name(),
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                options.command(group.name()),
                Machine.read(),
                revision,
                List.of(),
                found.cells(),
                found.figures(),
                found.goals(),
                found.notes());
        new ReportFolder(folder).keep(report);
        out.println();
        out.println(FigureTables.cells(report.cells()));
        out.println(FigureTables.figures(report.figures()));
        out.println(FigureTables.goals(report.goals()));
        report.notes().forEach(out::println);
        out.println("Kept in " + options.out() + ".");
        return report.goals().stream().allMatch(Goal::isMet);
    }
}
