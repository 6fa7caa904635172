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
                int gone = remove(ViewKey.history(grave.tenant(), grave.id()), budget);
                removed += gone;
                if (gone < budget) {
                    // One for 64 events: not counted, so that the bound stays one of events.
                    remove(ViewKey.milestone(grave.tenant(), grave.id()), Integer.MAX_VALUE);
                    store.delete(graves.key());
                }
            }
        }
        return removed;
    }

    /** Removes what starts with a prefix, at most {@code max}; returns how many. */
    private int remove(ViewKey prefix, int max) {
        List<byte[]> keys = new ArrayList<>();
        try (ViewCursor entries = store.scan(prefix.bytes(), prefix.end())) {
            while (keys.size() < max && entries.next()) {
                keys.add(entries.key());
            }
        }
        keys.forEach(store::delete);
        return keys.size();
    }
}
