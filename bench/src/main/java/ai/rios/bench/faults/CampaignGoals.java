package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.faults.cells.FaultCell;
import ai.rios.bench.report.Goal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wanted of the cells that were run. Stateless. */
final class CampaignGoals {
    /** Of the services of which a second one stands by; a split stack has one edge alone. */
    private static final double WITH_STANDBY_SECONDS = 5;

    private static final double BROKER_SECONDS = 15;

    /** Tenants write every few hundred milliseconds; beyond this somebody has waited for something. */
    private static final double UNNOTICED_SECONDS = 5;

    private CampaignGoals() {}

    static List<Goal> of(List<CellResult> cells) {
        Map<String, Double> wanted = new LinkedHashMap<>();
        wanted.put("handler-kill", WITH_STANDBY_SECONDS);
        wanted.put("projection-kill", WITH_STANDBY_SECONDS);
        wanted.put("broker-kill", BROKER_SECONDS);
        List<Goal> goals = new ArrayList<>();
        long unclean = cells.stream().filter(cell -> !cell.isClean()).count();
        goals.add(new Goal("cells that are not clean", Goal.Bound.AT_MOST, 0, unclean));
        for (CellResult cell : cells) {
            Double seconds = wanted.get(cell.cell());
            if (seconds != null) {
                goals.add(new Goal(
                        "recovery, " + cell.cell() + ", s", Goal.Bound.AT_MOST, seconds, cell.recoverySeconds()));
            }
            if (FaultCell.named(cell.cell()).isOfRegistry()) {
                goals.add(new Goal(
                        "longest silence, " + cell.cell() + ", s",
                        Goal.Bound.AT_MOST,
                        UNNOTICED_SECONDS,
                        cell.longestSilenceSeconds()));
                goals.add(new Goal("attempts that failed, " + cell.cell(), Goal.Bound.AT_MOST, 0, cell.failed()));
            }
        }
        return goals;
    }
}
