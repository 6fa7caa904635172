package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;

/** The standby copies that this process holds and how far behind each is. Thread-safe. */
final class StandbyBoard implements StandbyUpdateListener {
    private final Map<Integer, Long> lagByPartition = new ConcurrentHashMap<>();
    private final FoldSignals signals;

    StandbyBoard(FoldSignals signals) {
        this.signals = signals;
    }

    /** Records of the changelog that the copy lacks, as of when it last heard of any; empty when there is no copy. */
    OptionalLong lag(int partition) {
        Long lag = lagByPartition.get(partition);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** Lag by partition of every copy. */
    Map<Integer, Long> lags() {
        return Map.copyOf(lagByPartition);
    }

    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long startingOffset) {
        lagByPartition.remove(changelog.partition());
    }

    @Override
    public void onBatchLoaded(
            TopicPartition changelog,
            String store,
            TaskId task,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset) {
        lagByPartition.put(changelog.partition(), Math.max(0, currentEndOffset - batchEndOffset - 1));
        signals.movedAny();
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition changelog, String store, long storeOffset, long currentEndOffset, SuspendReason reason) {
        lagByPartition.remove(changelog.partition());
        signals.movedAny();
    }
}
