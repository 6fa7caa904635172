package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.cells.CellTimeline.Strike;
import ai.rios.bench.faults.traffic.Traffic.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whether a cell has seen enough for its silence to mean anything: a stack that answers nothing breaks no promise. Stateless. */
final class CellEvidence {
    /** What no fault excuses: by docs/errors.md it is a bug of the service. */
    private static final String INTERNAL = "internal";

    private CellEvidence() {}

    /**
     * What is wrong with a cell although no promise need be broken, a sentence each.
     *
     * @param planned faults that were to strike
     * @param strikes those that did
     */
    static List<String> lacking(List<String> tenants, List<Moment> moments, int planned, List<Strike> strikes) {
        List<String> lacking = new ArrayList<>();
        if (strikes.size() != planned) {
            lacking.add(strikes.size() + " of " + planned + " faults struck");
        }
        long since = strikes.isEmpty()
                ? Long.MIN_VALUE
                : Collections.max(strikes.stream().map(Strike::mendedNanos).toList());
        for (String tenant : tenants) {
            boolean isServed = moments.stream()
                    .anyMatch(moment -> moment.tenant().equals(tenant)
                            && moment.isAcknowledged()
                            && (strikes.isEmpty() || moment.sentNanos() >= since));
            if (!isServed) {
                lacking.add("no command of tenant " + tenant + " was acknowledged"
                        + (strikes.isEmpty() ? "" : " after the last fault"));
            }
        }
        if (moments.stream().noneMatch(moment -> !moment.isWrite() && moment.isGood())) {
            lacking.add("no read was answered");
        }
        long internal = moments.stream()
                .filter(moment -> moment.code().equals(INTERNAL))
                .count();
        if (internal > 0) {
            lacking.add(internal + " answers were " + INTERNAL);
        }
        return lacking;
    }
}
