package ai.rios.projections.queries;

import ai.rios.projections.views.ViewReads;

/** The partitions whose views this process can read, active or standby. Thread-safe. */
public interface PartitionViews {
    /** The partition of a tenant. */
    int partitionOf(String tenant);

    /**
     * The views of a partition, also in the midst of a fold.
     *
     * @throws ai.rios.schemas.query.QueryUnavailableException when this process does not hold it, or cannot read it now
     */
    ViewReads views(int partition);

    /** Held while an event is folded into a partition. On a standby nothing holds it: what it copies comes in batches. */
    FoldLock lock(int partition);

    /**
     * Offset that the partition's events are folded to; 0 where that is not known, as on a standby. Every event at or after
     * it is in none of the views read before.
     */
    long foldedTo(int partition);

    /** Id of the events topic. */
    String eventsTopicId();
}
