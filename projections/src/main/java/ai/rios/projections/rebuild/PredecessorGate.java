package ai.rios.projections.rebuild;

import ai.rios.projections.streams.SnapshotGate;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The gate of a generation that has a predecessor: opens when the predecessor's group is empty, at the offsets that it has
 * committed, for it told the snapshots topic of every event before them and of none after. Thread-safe.
 */
final class PredecessorGate implements SnapshotGate {
    private final Offsets offsets;

    // set once the predecessor has stopped; read by stream threads
    private volatile Map<Integer, Long> takenOver = Map.of();

    /** Asks the cluster for the offsets of the events topic that the predecessor has committed, by partition. */
    @FunctionalInterface
    interface Offsets {
        Map<Integer, Long> committed();
    }

    PredecessorGate(Offsets offsets) {
        this.offsets = offsets;
    }

    @Override
    public boolean isFirst() {
        return false;
    }

    @Override
    public long floor(int partition) {
        return offsets.committed().getOrDefault(partition, 0L);
    }

    @Override
    public OptionalLong takenOverAt(int partition) {
        Map<Integer, Long> opened = takenOver;
        if (opened.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(opened.getOrDefault(partition, 0L));
    }

    /** The predecessor has stopped at these offsets; for a partition without one it has told nothing. */
    void open(Map<Integer, Long> stoppedAt) {
        takenOver = Map.copyOf(stoppedAt);
    }

    boolean isOpen() {
        return !takenOver.isEmpty();
    }
}
