package ai.rios.bench;

import ai.rios.bench.faults.Campaign;
import ai.rios.bench.faults.CampaignOptions;
import ai.rios.bench.report.FigureTables;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.PerformancePage;
import ai.rios.bench.report.Report;
import ai.rios.bench.report.ReportFolder;
import ai.rios.bench.scale.Scale;
import ai.rios.bench.scale.ScaleOptions;
import ai.rios.standalone.process.Installation;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./rios bench NAME}: runs one benchmark, prints its figures and keeps them; {@code ./rios bench page} writes the
 * page of figures from what was kept; {@code ./rios bench help} lists them. Exit status 0 when it ran and every goal is met; 3 where one is missed; 1 when it could
 * not run; 2 when it was asked for something that there is not.
 */
public final class Main {
    private static final String PAGE = "page";
    private static final String FAULTS = "faults";
    private static final String SCALE = "scale";
    private static final String HELP = "help";
    private static final int VIOLATED = 3;
    private static final int GOAL_MISSED = 3;
    private static final int NOT_UNDERSTOOD = 2;
    private static final List<Benchmark> BENCHMARKS = List.of(
            new PostBenchmark(),
            new GetBenchmark(),
            new StartupBenchmark(),
            new ClientBenchmark(),
            new Libp2pBenchmark());

    private final PrintStream out;
    private final Path home;

    Main(PrintStream out, Path home) {
        this.out = out;
        this.home = home;
    }

    /** The launcher's entry. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            System.exit(new Main(out, Installation.locate().home()).run(List.of(arguments)));
        } catch (BenchException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Runs one verb and returns the exit status. */
    int run(List<String> arguments) {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        if (verb.equals(PAGE)) {
            Path folder = home.resolve(arguments.size() > 1 ? arguments.get(1) : Options.DEFAULT_OUT.toString());
            PerformancePage.write(new ReportFolder(folder), home.resolve("docs"), reports());
            return 0;
        }
        if (verb.equals(FAULTS)) {
            return runFaults(arguments.subList(1, arguments.size()));
        }
        if (verb.equals(SCALE)) {
            return runScale(arguments.subList(1, arguments.size()));
        }
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.name().equals(verb)) {
                return runBenchmark(benchmark, arguments.subList(1, arguments.size()));
            }
        }
        help();
        return verb.equals(HELP) ? 0 : NOT_UNDERSTOOD;
    }

    private void help() {
        out.println("./rios bench NAME [options]");
        BENCHMARKS.forEach(benchmark -> out.printf("  %-20s %s%n", benchmark.name(), benchmark.summary()));
        out.printf(
                "  %-20s %s%n",
                FAULTS, "kill, freeze and stop what runs under load: nothing acknowledged is lost or done twice");
        out.printf("  %-20s %s%n", SCALE, "split stacks that hold and serve much, group by group (about 30 minutes)");
        out.printf("  %-20s %s%n", PAGE + " [DIR]", "write docs/performance.md and its plots from what was kept");
        out.println("Options:");
        Options.help().forEach(line -> out.println("  " + line));
        out.println("Options of " + FAULTS + ":");
        CampaignOptions.help().forEach(line -> out.println("  " + line));
        out.println("Options of " + SCALE + ":");
        ScaleOptions.help().forEach(line -> out.println("  " + line));
        out.println("Groups of " + SCALE + ":");
        Scale.help().forEach(line -> out.println("  " + line));
    }

    private int runScale(List<String> arguments) {
        ScaleOptions options;
        try {
            options = ScaleOptions.parse(arguments, Scale.groups(), Options.DEFAULT_OUT);
        } catch (BenchException misused) {
            out.println(misused.getMessage());
            return NOT_UNDERSTOOD;
        }
        Path data = TemporaryFolder.create();
        out.println("Stacks run on " + data + "; Ctrl-C stops them, too. It is left for a look where a group fails.");
        boolean areMet = new Scale(home, Revision.of(home), InstantSource.system(), out).run(options, data);
        TemporaryFolder.delete(data);
        return areMet ? 0 : GOAL_MISSED;
    }

    private int runFaults(List<String> arguments) {
        CampaignOptions options;
        try {
            options = CampaignOptions.parse(arguments, System.nanoTime() % 1_000_000, Options.DEFAULT_OUT);
        } catch (BenchException misused) {
            out.println(misused.getMessage());
            return NOT_UNDERSTOOD;
        }
        Path data = TemporaryFolder.create();
        String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean clean = new Campaign(home, Revision.of(home), startedAt, out).run(options, data);
        if (!clean) {
            out.println("The stack's folder is left for a look: " + data);
            return VIOLATED;
        }
        TemporaryFolder.delete(data);
        return 0;
    }

    private int runBenchmark(Benchmark benchmark, List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments, benchmark.defaultRounds(), benchmark.defaultWarmUpSeconds());
        } catch (BenchException misused) {
            out.println(misused.getMessage());
            return NOT_UNDERSTOOD;
        }
        BenchContext context = new BenchContext(home, Revision.of(home), Instant.now(), out);
        Report report = benchmark.run(options, context);
        new ReportFolder(home.resolve(options.out())).keep(report);
        out.println();
        out.println(FigureTables.cells(report.cells()));
        out.println(FigureTables.figures(report.figures()));
        out.println(FigureTables.goals(report.goals()));
        report.notes().forEach(out::println);
        out.println("Kept in " + options.out() + ".");
        return report.goals().stream().allMatch(Goal::isMet) ? 0 : GOAL_MISSED;
    }

    /** In the order of the page. */
    private static List<String> reports() {
        return Stream.concat(BENCHMARKS.stream().map(Benchmark::name), Scale.reports().stream())
                .toList();
    }
}
