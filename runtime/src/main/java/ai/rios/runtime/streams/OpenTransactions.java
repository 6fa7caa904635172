package ai.rios.runtime.streams;

import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** What is open of transactions on a cluster. Confined to one thread. */
interface OpenTransactions extends AutoCloseable {
    /**
     * Aborts those that have written to one of these partitions, and shuts out for good who began them.
     *
     * @param isSpared whether a transactional id is left alone
     * @return the transactional ids of these; empty where nothing was open
     * @throws IllegalStateException when the cluster does not answer or does not allow it; nothing need be undone
     */
    Set<String> abort(Set<TopicPartition> partitions, Predicate<String> isSpared);

    @Override
    void close();
}
