package ai.rios.bench.report;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A folder of reports: per benchmark {@code NAME.json} (the latest), and a plot {@code NAME-LOAD.svg} a load. Confined to
 * one thread.
 */
public final class ReportFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /** Keeps a report and draws its plots, over those of an earlier run of the same benchmark. */
    public void keep(Report report) {
        try {
            Files.createDirectories(folder);
            MAPPER.writeValue(jsonFile(report.benchmark()).toFile(), report);
            for (Map.Entry<String, String> plot : plots(report).entrySet()) {
                Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
            }
        } catch (IOException e) {
            throw new BenchException("Cannot write to " + folder, e);
        }
    }

    /** The latest report of a benchmark, if one was kept. */
    public Optional<Report> find(String benchmark) {
        Path file = jsonFile(benchmark);
        try {
            return Files.exists(file) ? Optional.of(MAPPER.readValue(file.toFile(), Report.class)) : Optional.empty();
        } catch (IOException e) {
            throw new BenchException("Cannot read " + file, e);
        }
    }

    /** A file of the folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Names of the plot files of a report, in the order of its loads. */
    static List<String> plotNames(Report report) {
        return report.cells().stream()
                .map(Cell::load)
                .distinct()
                .map(load -> plotName(report, load))
                .toList();
    }

    private static Map<String, String> plots(Report report) {
        return report.cells().stream()
                .map(Cell::load)
                .distinct()
                .collect(Collectors.toMap(load -> plotName(report, load), load -> plot(report, load)));
    }

    private static String plot(Report report, String load) {
        return PercentilePlot.draw(
                report.benchmark().toUpperCase(java.util.Locale.ROOT) + ", " + load,
                report.cells().stream()
                        .filter(cell -> cell.load().equals(load))
                        .map(cell -> new PercentilePlot.Line(cell.subject(), cell.curve()))
                        .toList());
    }

    private static String plotName(Report report, String load) {
        return report.benchmark() + "-" + load.replaceAll("[^A-Za-z0-9]+", "-") + ".svg";
    }

    private Path jsonFile(String benchmark) {
        return folder.resolve(benchmark + ".json");
    }
}
