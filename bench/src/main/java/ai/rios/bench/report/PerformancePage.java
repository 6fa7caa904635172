package ai.rios.bench.report;

import ai.rios.bench.BenchException;
import ai.rios.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The page {@code docs/performance.md}: the kept figures of every benchmark with the command, machine and plots of each.
 * What stands below the line {@value #REMARKS} is written by people and kept.
 */
public final class PerformancePage {
    /** Begins the part that people write. */
    static final String REMARKS = "<!-- below this line: written by hand, kept by ./rios bench page -->";

    private static final double BYTES_PER_GIGABYTE = 1 << 30;
    private static final String INTRODUCTION = """
            # Performance

            Figures of real runs on one machine, each benchmark with its floor in the same run: the least that a server of
            the same kind does for the same request, with the same JVM flags, broker, client and cores. Client, server and
            broker share the cores, and other work ran on the machine at times (see its load in the tables), so read
            **ratios** and **CPU time per request** before absolute figures. Medians of interleaved runs; *spread* is
            (highest − lowest) / median of the throughputs. Latencies of open loops count from when a request was due.
            `bench/README.md` says how to run them and how to read them.

            """;

    private PerformancePage() {}

    /**
     * Writes the page and its plots.
     *
     * @param benchmarks verbs, in the order of the page; those without a kept report are left out
     */
    public static void write(ReportFolder figures, Path docs, List<String> benchmarks) {
        Path page = docs.resolve("performance.md");
        try {
            Files.createDirectories(docs.resolve("performance"));
            StringBuilder text = new StringBuilder(INTRODUCTION);
            for (Report report : reports(figures, benchmarks)) {
                text.append(section(report));
                for (String plot : ReportFolder.plotNames(report)) {
                    Files.copy(
                            figures.file(plot),
                            docs.resolve("performance").resolve(plot),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.writeString(page, text.append(remarks(page)));
        } catch (IOException e) {
            throw new BenchException("Cannot write " + page, e);
        }
    }

    private static List<Report> reports(ReportFolder figures, List<String> benchmarks) {
        List<Report> reports = new ArrayList<>();
        benchmarks.forEach(name -> figures.find(name).ifPresent(reports::add));
        return reports;
    }

    static String section(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("## `").append(report.command()).append("`\n\n");
        text.append("Taken ")
                .append(report.takenAt())
                .append(" at commit `")
                .append(report.revision())
                .append("`. ");
        text.append(machine(report.machine()));
        if (!report.jvmFlags().isEmpty()) {
            text.append(" JVM flags of product and floor: `")
                    .append(String.join(" ", report.jvmFlags()))
                    .append("`.");
        }
        text.append("\n\n");
        if (!report.goals().isEmpty()) {
            text.append(FigureTables.goals(report.goals())).append('\n');
        }
        if (!report.figures().isEmpty()) {
            text.append(FigureTables.figures(report.figures())).append('\n');
        }
        text.append(FigureTables.cells(report.cells())).append('\n');
        ReportFolder.plotNames(report)
                .forEach(plot -> text.append("![Latency by percentile](performance/")
                        .append(plot)
                        .append(")\n"));
        report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.append('\n').toString();
    }

    private static String machine(Machine machine) {
        return "%s, %d cores, %.0f GB, Linux %s; %s; Kafka %s, Helidon %s."
                .formatted(
                        machine.processor(),
                        machine.cores(),
                        machine.memoryBytes() / BYTES_PER_GIGABYTE,
                        machine.kernel(),
                        machine.java(),
                        machine.kafka(),
                        machine.helidon());
    }

    private static String remarks(Path page) throws IOException {
        String before = Files.exists(page) ? Files.readString(page) : "";
        int at = before.indexOf(REMARKS);
        return at < 0 ? REMARKS + "\n" : before.substring(at);
    }
}
