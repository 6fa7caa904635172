package ai.rios.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.rios.bench.measure.Machine;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @Test
    void aReportIsReadBackAsItWasKept(@TempDir Path folder) {
        ReportFolder reports = new ReportFolder(folder);

        reports.keep(report());

        assertThat(reports.find("post")).contains(report());
        assertThat(reports.find("get")).isEmpty();
        assertThat(folder.resolve("post-open-loop-500-s.svg")).exists();
    }

    @Test
    void aReportThatWasKeptBeforeThereWereFiguresIsStillRead(@TempDir Path folder) throws IOException {
        ReportFolder reports = new ReportFolder(folder);
        reports.keep(report());
        Path file = folder.resolve("post.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
        json.remove("figures");
        mapper.writeValue(file.toFile(), json);

        assertThat(reports.find("post").map(Report::figures)).contains(List.of());
    }

    @Test
    void thePageShowsEveryReportAndKeepsWhatPeopleWrote(@TempDir Path folder) throws IOException {
        ReportFolder reports = new ReportFolder(folder.resolve("figures"));
        Path docs = folder.resolve("docs");
        Path page = docs.resolve("performance.md");
        reports.keep(report());
        PerformancePage.write(reports, docs, List.of("post", "get"));
        Files.writeString(page, Files.readString(page) + "Where the time goes.\n");

        PerformancePage.write(reports, docs, List.of("post", "get"));

        assertThat(Files.readString(page))
                .contains(
                        "./rios bench post",
                        "**missed**",
                        "a note",
                        "| a latency | µs | 30.0 | 15.0 | 2.00 |",
                        "performance/post-open-loop-500-s.svg")
                .endsWith("Where the time goes.\n");
        assertThat(docs.resolve("performance/post-open-loop-500-s.svg")).exists();
    }

    @Test
    void aCellTellsMediansAndLeavesTheClientOutOfTheServersTime() {
        Cell cell = report().cells().getFirst();

        assertThat(cell.medianPerSecond()).isEqualTo(500);
        assertThat(cell.medianMillis("p99")).isEqualTo(20);
        assertThat(cell.medianServerCpuMicros()).isEqualTo(300);
        assertThat(cell.throughputSpread()).isCloseTo(0.2, within(1e-9));
    }

    private static Report report() {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(5_000_000);
        Cell cell = Cell.of("product", "open loop 500/s", List.of(run(500, 20), run(450, 30), run(550, 10)), histogram);
        return new Report(
                "post",
                "2026-01-01T00:00:00Z",
                "./rios bench post",
                new Machine("cpu", 2, 1L << 30, "6.1", "jvm", "4.3.1", "4.5.0"),
                "abc",
                List.of("-Xmx1g"),
                List.of(cell),
                List.of(new Figure("a latency", "µs", List.of(30.0, 20.0, 40.0), List.of(10.0, 15.0, 20.0))),
                List.of(new Goal("p99, ms", Goal.Bound.AT_MOST, 10, 20)),
                List.of("a note"));
    }

    private static Run run(double perSecond, double p99) {
        return new Run(
                perSecond, 5_000, 0, Map.of("p50", 5.0, "p99", p99), Map.of("server", 300.0, "client", 20.0), 1.5);
    }
}
