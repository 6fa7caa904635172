package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Goal;
import java.util.List;

/**
 * What a campaign leaves behind; kept as JSON. Immutable.
 *
 * @param takenAt when it began, RFC 3339 UTC
 * @param command what to type to repeat it
 * @param revision the commit that was tried
 * @param goals what is wanted and what was measured
 */
record CampaignReport(
        String takenAt, String command, Machine machine, String revision, List<CellResult> cells, List<Goal> goals) {
    CampaignReport {
        cells = List.copyOf(cells);
        goals = List.copyOf(goals);
    }
}
