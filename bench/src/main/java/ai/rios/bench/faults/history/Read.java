package ai.rios.bench.faults.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read that was answered. Immutable.
 *
 * @param number of the attempt in the history
 * @param sentNanos when it was sent, by the clock of the history
 * @param doneNanos when it was answered
 * @param deployment what it asked for; null for a list
 * @param minPosition the position it named; 0 none
 * @param position the position that the answer tells
 * @param rows what it showed; empty when there was nothing
 * @param whole whether a list showed all that there is
 */
public record Read(
        long number,
        String client,
        String tenant,
        long sentNanos,
        long doneNanos,
        @Nullable String deployment,
        long minPosition,
        long position,
        List<Row> rows,
        boolean whole) {
    public Read {
        rows = List.copyOf(rows);
    }

    String told() {
        return "#" + number + (deployment == null ? " list" : " read of " + deployment) + " of " + client + " (tenant "
                + tenant + ", asked for position " + minPosition + ", answered at " + position + ")";
    }
}
