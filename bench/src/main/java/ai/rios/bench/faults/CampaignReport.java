package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.measure.Machine;
import java.util.List;

/**
 * What a campaign leaves behind; kept as JSON. Immutable.
 *
 * @param takenAt when it began, RFC 3339 UTC
 * @param command what to type to repeat it
 * @param revision the commit that was tried
 */
record CampaignReport(String takenAt, String command, Machine machine, String revision, List<CellResult> cells) {
    CampaignReport {
        cells = List.copyOf(cells);
    }
}
