package ai.rios.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.standalone.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The campaign in short: a cell without a fault, and one in which a handler is killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class CampaignIT {
    private static final long SEED = 20_261_130;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrDoubledWithoutAFaultNorWhenAHandlerIsKilled() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Campaign campaign = new Campaign(
                Installation.locate().home(),
                "unknown",
                "2026-11-30T00:00:00Z",
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        CampaignOptions options = CampaignOptions.parse(
                List.of("--seed", Long.toString(SEED), "--rate", "25", "--cell", "none,handler-kill"),
                SEED,
                folder.resolve("out"));

        List<CellResult> results = campaign.run(options, Duration.ofSeconds(8), folder.resolve("data"));

        String told = printed.toString(StandardCharsets.UTF_8);
        assertThat(results)
                .as(told)
                .hasSize(2)
                .allMatch(CellResult::isClean)
                .allMatch(result -> result.acknowledged() > 0);
        assertThat(results.getLast().recoverySeconds()).as(told).isPositive().isFinite();
        assertThat(told)
                .contains("--seed " + SEED)
                .containsPattern("\\| none \\|.*clean")
                .containsPattern("handler-kill \\|.*clean");
        assertThat(folder.resolve("out/faults.json")).content().contains("\"cell\" : \"handler-kill\"");
        assertThat(folder.resolve("out/faults.svg"))
                .content()
                .startsWith("<svg")
                .contains("handler-kill");
    }
}
