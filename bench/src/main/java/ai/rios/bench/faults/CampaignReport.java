package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Goal;
import java.util.List;
import java.util.Map;

/**
 * What a campaign leaves behind; kept as JSON. Immutable.
 *
 * @param takenAt when it began, RFC 3339 UTC
 * @param command what to type to repeat it
 * @param revision the commit that was tried
 * @param skipped cells that could not be played on this machine, and why
 * @param goals what is wanted and what was measured
 */
record CampaignReport(
        String takenAt,
        String command,
        Machine machine,
        String revision,
        List<CellResult> cells,
        Map<String, String> skipped,
        List<Goal> goals) {
    CampaignReport {
        cells = List.copyOf(cells);
        skipped = Map.copyOf(skipped);
        goals = List.copyOf(goals);
    }
}
