package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldLock;
import ai.rios.projections.views.TenantState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far an active task has folded. Written by its stream thread, read by anyone: each offset is published only after the
 * writes it stands for.
 */
final class PartitionProgress {
    private final FoldLock lock = new FoldLock();
    private volatile long nextEvent;
    private volatile long nextCommand;
    private volatile long nextOutcome;
    private volatile boolean telling;
    private final Map<String, TenantState> blocked = new ConcurrentHashMap<>();

    /** Held while an event is folded. */
    FoldLock lock() {
        return lock;
    }

    /** Offset after the last event seen, folded or held back. */
    long nextEvent() {
        return nextEvent;
    }

    /** Offset after the last command folded. */
    long nextCommand() {
        return nextCommand;
    }

    /** Offset after the last outcome folded. */
    long nextOutcome() {
        return nextOutcome;
    }

    /** Whether the task tells the snapshots topic. */
    boolean isTelling() {
        return telling;
    }

    /** Whether a tenant stands still. */
    boolean isAnyBlocked() {
        return !blocked.isEmpty();
    }

    /** The tenants that stand still, with where and why. */
    Map<String, TenantState> blocked() {
        return Map.copyOf(blocked);
    }

    void sawEvent(long offset) {
        nextEvent = Math.max(nextEvent, offset + 1);
    }

    void sawCommand(long offset) {
        nextCommand = Math.max(nextCommand, offset + 1);
    }

    void sawOutcome(long offset) {
        nextOutcome = Math.max(nextOutcome, offset + 1);
    }

    void tells(boolean tells) {
        telling = tells;
    }

    void stands(String tenant, TenantState state) {
        if (state.isBlocked()) {
            blocked.put(tenant, state);
        } else {
            blocked.remove(tenant);
        }
    }
}
