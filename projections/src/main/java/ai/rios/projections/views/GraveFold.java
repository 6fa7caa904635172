package ai.rios.projections.views;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the history of deployments that were deleted long enough ago. Each call does a bounded part of the work.
 *
 * <p>Not thread-safe: the partition's own thread owns it.
 */
public final class GraveFold {
    private final ViewWrites store;
    private final Duration retention;

    /**
     * A sweeper of one partition.
     *
     * @param retention how long history is kept after the deletion
     */
    public GraveFold(ViewWrites store, Duration retention) {
        this.store = store;
        this.retention = retention;
    }

    /**
     * Removes events of deployments that were deleted more than the retention ago.
     *
     * @param maxRemovals bound of the work
     * @return events removed
     */
    public int expire(long nowMs, int maxRemovals) {
        int removed = 0;
        byte[] from = {ViewKey.GRAVE};
        byte[] to = ViewKey.of(ViewKey.GRAVE)
                .number(Math.max(0, nowMs - retention.toMillis()))
                .bytes();
        try (ViewCursor graves = store.scan(from, to)) {
            while (removed < maxRemovals && graves.next()) {
                Grave grave = Grave.ofBytes(graves.value());
                int budget = maxRemovals - removed;
                List<byte[]> events = historyKeys(grave, budget);
                events.forEach(store::delete);
                removed += events.size();
                if (events.size() < budget) {
                    store.delete(graves.key());
                }
            }
        }
        return removed;
    }

    private List<byte[]> historyKeys(Grave grave, int max) {
        List<byte[]> keys = new ArrayList<>();
        ViewKey prefix = ViewKey.history(grave.tenant(), grave.id());
        try (ViewCursor events = store.scan(prefix.bytes(), prefix.end())) {
            while (keys.size() < max && events.next()) {
                keys.add(events.key());
            }
        }
        return keys;
    }
}
