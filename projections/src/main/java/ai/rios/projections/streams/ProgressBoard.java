package ai.rios.projections.streams;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The active tasks of this process and how far each has folded. Thread-safe. */
final class ProgressBoard {
    private final Map<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();

    /** What the processors of a task share; the first to begin makes it. */
    PartitionProgress join(int partition) {
        return partitions.computeIfAbsent(partition, _ -> new PartitionProgress());
    }

    /** The task ends. */
    void close(int partition) {
        partitions.remove(partition);
    }

    Optional<PartitionProgress> of(int partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    Map<Integer, PartitionProgress> all() {
        return Map.copyOf(partitions);
    }
}
