package ai.rios.bench.faults;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.faults.cells.CellRun;
import ai.rios.bench.faults.cells.FaultCell;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.report.FigureTables;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs cells one after another on one split stack and tells what they came to. Confined to one thread.
 *
 * @param home the checkout's root
 * @param revision the commit that is tried
 * @param startedAt when it began, RFC 3339 UTC
 * @param out for people
 */
public record Campaign(Path home, String revision, String startedAt, PrintStream out) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Violations printed of a cell; all are kept. */
    private static final int MOST_PRINTED = 10;

    /**
     * Runs it.
     *
     * @param data folder of the stack, empty
     * @return whether all cells were clean
     */
    public boolean run(CampaignOptions options, Path data) {
        return run(options, options.length(), data).stream().allMatch(CellResult::isClean);
    }

    /** @param length of the traffic of one cell */
    List<CellResult> run(CampaignOptions options, Duration length, Path data) {
        out.println("seed " + options.seed() + ": " + options.command());
        out.println("The stack runs on " + data + "; Ctrl-C stops it, too.");
        List<CellResult> results = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        try (SplitStack stack = SplitStack.start(new Launcher(home), data, SplitStack.QUICK_TIMERS)) {
            out.print(CellTable.HEAD);
            for (FaultCell cell : options.cells()) {
                Optional<String> obstacle = cell.obstacle();
                if (obstacle.isPresent()) {
                    skipped.put(cell.name(), obstacle.get());
                    out.print(CellTable.skipped(cell.name(), obstacle.get()));
                    keep(options, results, skipped);
                    continue;
                }
                // A cell's chances and tenants are its own: alone it plays as it does among others.
                long seed = new SplittableRandom(options.seed() ^ cell.name().hashCode()).nextLong();
                CellResult result = CellRun.of(seed, options.perSecond(), length, cell.name())
                        .run(cell, stack);
                results.add(result);
                out.print(CellTable.row(result));
                tell(result, options);
                keep(options, results, skipped);
            }
        }
        out.println();
        out.print(FigureTables.goals(CampaignGoals.of(results)));
        out.print(CellTable.total(results));
        return results;
    }

    private void tell(CellResult cell, CampaignOptions options) {
        if (!cell.note().isEmpty()) {
            out.println("  " + cell.note());
        }
        if (cell.isClean()) {
            return;
        }
        cell.violations().stream().limit(MOST_PRINTED).forEach(violation -> out.println("  " + violation));
        if (cell.violations().size() > MOST_PRINTED) {
            out.println("  and " + (cell.violations().size() - MOST_PRINTED) + " more");
        }
        if (!cell.unrest().isEmpty()) {
            out.println("  not at rest, or not enough seen: " + cell.unrest());
        }
        out.println("  seed " + options.seed() + ": " + options.command());
    }

    private void keep(CampaignOptions options, List<CellResult> results, Map<String, String> skipped) {
        Path folder = home.resolve(options.out());
        try {
            Files.createDirectories(folder);
            MAPPER.writeValue(
                    folder.resolve("faults.json").toFile(),
                    new CampaignReport(
                            startedAt,
                            options.command(),
                            Machine.read(),
                            revision,
                            results,
                            skipped,
                            CampaignGoals.of(results)));
            Files.writeString(
                    folder.resolve("faults.svg"), TimelinePlot.draw("Fault campaign, seed " + options.seed(), results));
        } catch (IOException e) {
            throw new BenchException("Cannot write to " + folder, e);
        }
    }
}
