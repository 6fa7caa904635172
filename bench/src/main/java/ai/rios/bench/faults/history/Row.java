package ai.rios.bench.faults.history;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A deployment as a view shows it, as a snapshot holds it, or as its events make it. Immutable.
 *
 * @param spec every member of the spec but the name, as text
 * @param reason why it has its status; empty when there is none
 */
public record Row(
        String deployment,
        String name,
        SortedMap<String, String> spec,
        String status,
        String reason,
        long revision,
        long generation,
        long observedGeneration,
        Instant createdAt,
        Instant updatedAt) {
    /** The member of the spec that tells one change of it from all others of the tenant. */
    public static final String LABEL = "labels.step";

    /** The status of what is gone. */
    public static final String DELETED = "deleted";

    public Row {
        spec = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(spec));
    }

    /** Whether it is there for those who read the views. */
    public boolean isLiving() {
        return !status.equals(DELETED);
    }
}
