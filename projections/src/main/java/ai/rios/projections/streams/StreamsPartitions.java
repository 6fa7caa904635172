package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldLock;
import ai.rios.projections.queries.PartitionViews;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.topics.Partitions;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * The stores of one Kafka Streams instance. An active task is read once it has restored, a standby copy as long as it is
 * near its original; a store that is still being filled is not read, for it would say "there is no such thing". Thread-safe.
 */
final class StreamsPartitions implements PartitionViews {
    /** Changelog records that a standby may lack and still be read: a second or two of heavy load. */
    private static final long MAX_STANDBY_LAG = 10_000;

    private final KafkaStreams streams;
    private final ProgressBoard board;
    private final StandbyBoard standbys;
    private final String eventsTopicId;
    private final int partitions;

    StreamsPartitions(KafkaStreams streams, ProgressBoard board, StandbyBoard standbys, GenerationConfig config) {
        this.streams = streams;
        this.board = board;
        this.standbys = standbys;
        this.eventsTopicId = config.eventsTopicId();
        this.partitions = config.topics().partitions();
    }

    @Override
    public int partitionOf(String tenant) {
        return Partitions.of(tenant, partitions);
    }

    @Override
    public FoldLock lock(int partition) {
        return board.of(partition).map(PartitionProgress::lock).orElseGet(FoldLock::new);
    }

    @Override
    public ViewReads views(int partition) {
        if (board.of(partition).isEmpty() && standbys.lag(partition).orElse(Long.MAX_VALUE) > MAX_STANDBY_LAG) {
            throw new QueryUnavailableException("partition " + partition + " is not here", null);
        }
        try {
            return new StoreReads(streams.store(StoreQueryParameters.fromNameAndType(
                            ProjectionTopology.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .withPartition(partition)
                    .enableStaleStores()));
        } catch (InvalidStateStoreException | IllegalStateException e) { // the latter once Streams is closing
            throw new QueryUnavailableException("partition " + partition + " is not here", e);
        }
    }

    @Override
    public long foldedTo(int partition) {
        return board.of(partition).map(PartitionProgress::nextEvent).orElse(0L);
    }

    @Override
    public String eventsTopicId() {
        return eventsTopicId;
    }
}
