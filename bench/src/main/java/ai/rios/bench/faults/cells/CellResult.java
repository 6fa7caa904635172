package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.Violation;
import java.util.List;

/**
 * What one cell came to. Immutable.
 *
 * @param operations attempts of clients, reads among them
 * @param acknowledged writes that were answered as done
 * @param unanswered writes of which nothing is known
 * @param leftOut steps that were due when too many were under way
 * @param violations promises that were not held
 * @param note what else is to be said of it, for people; empty where there is nothing
 * @param unrest what had not come to rest in the time it was given, and what was not seen that must be for the rest to mean anything; empty
 *     when nothing
 * @param longestSilenceSeconds longest time in which a tenant was told of nothing done
 * @param recoverySeconds of the slowest fault and tenant: from the fault's end, which is its moment where it takes no time, to the answer of
 *     the first acknowledged command that was sent after it; NaN without a fault, infinite where there is no such command
 * @param stateMebibytes what the services keep of state on disk at the end
 * @param timeline what happened when
 */
public record CellResult(
        String cell,
        int operations,
        int acknowledged,
        int unanswered,
        int leftOut,
        List<Violation> violations,
        String note,
        String unrest,
        double longestSilenceSeconds,
        double recoverySeconds,
        double stateMebibytes,
        CellTimeline timeline) {
    public CellResult {
        violations = List.copyOf(violations);
    }

    /** Acknowledged and not there. */
    public long lost() {
        return count(Invariant.ACKNOWLEDGED_IS_THERE);
    }

    /** Done more than once. */
    public long doubled() {
        return count(Invariant.DONE_ONCE);
    }

    /** Attempts to write or read that were neither answered well nor refused by the log. */
    public long failed() {
        return timeline.failed().stream().mapToLong(Integer::longValue).sum();
    }

    private long count(Invariant invariant) {
        return violations.stream()
                .filter(violation -> violation.invariant() == invariant)
                .count();
    }

    /** Whether every promise was held and all came to rest. */
    public boolean isClean() {
        return violations.isEmpty() && unrest.isEmpty();
    }
}
