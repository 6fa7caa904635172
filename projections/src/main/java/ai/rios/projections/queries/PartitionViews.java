package ai.rios.projections.queries;

import ai.rios.projections.views.ViewReads;
import java.util.function.Function;

/** The partitions whose views this process can read, active or standby. Thread-safe. */
public interface PartitionViews {
    /** The partition of a tenant. */
    int partitionOf(String tenant);

    /**
     * Reads the views of a partition between two folds, as {@link FoldLock#read} says.
     *
     * @throws ai.rios.schemas.query.QueryUnavailableException when this process does not hold it, or cannot read it now
     */
    <T> T read(int partition, Function<ViewReads, T> read);

    /**
     * Offset that the partition's events are folded to; 0 where that is not known, as on a standby. Every event at or after
     * it is in none of the views read before.
     */
    long foldedTo(int partition);

    /** Id of the events topic. */
    String eventsTopicId();
}
