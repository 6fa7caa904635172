package ai.rios.runtime.streams;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the new owner of a partition end what its former owner left open, instead of waiting until the broker finds it to be over time: a
 * state is restored only up to the first open transaction on its changelog. Thread-safe; a virtual thread looks while there is
 * something to restore.
 *
 * <p>Only the owner of a changelog writes to it, and not before it has restored it. So what is open there while it is restored is a
 * former owner's, who has died or has been put out of the group: one that hands a partition over commits first. What this instance has open
 * itself is never meant: a look may come late, when it works on the partition already. Should this
 * instance have been put out itself without knowing it yet, it shuts out the rightful owner, which then restores its state again; nothing
 * is lost or done twice by that, for it is what the broker does with every producer that is over time.
 */
final class AbandonedTransactions implements StateRestoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTransactions.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Supplier<OpenTransactions> cluster;
    private final Set<String> ownedTopics;
    private final Predicate<String> isOurs;

    private final Lock lock = new ReentrantLock();

    /** A partition has come, or all is to end. */
    private final Condition changed = lock.newCondition();

    /** Changelogs that are being restored. Guarded by the lock. */
    private final Set<TopicPartition> restoring = new HashSet<>();

    /** Changelogs that came since the last look, be they restored by now or not. Guarded by the lock. */
    private final Set<TopicPartition> fresh = new HashSet<>();

    /** Whether a thread looks. Guarded by the lock. */
    private boolean isLooking;

    /** Guarded by the lock. */
    private boolean isClosed;

    /**
     * A listener of one application.
     *
     * @param cluster opened for as long as there is something to restore
     * @param ownedTopics topics beside the changelogs to which the owner of the partition of the same number alone writes in
     *     transactions; they are looked at once though the changelog, which no such transaction need have written to, is restored
     * @param isOurs whether a transactional id is one of this instance
     */
    AbandonedTransactions(Supplier<OpenTransactions> cluster, Set<String> ownedTopics, Predicate<String> isOurs) {
        this.cluster = cluster;
        this.isOurs = isOurs;
        this.ownedTopics = Set.copyOf(ownedTopics);
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long startingOffset, long endingOffset) {
        lock.lock();
        try {
            restoring.add(changelog);
            fresh.add(changelog);
            changed.signal();
            if (!isLooking && !isClosed) {
                isLooking = true;
                Thread.ofVirtual().name("abandoned-transactions").start(this::look);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEndOffset, long numRestored) {}

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
        forget(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
        forget(changelog);
    }

    private void forget(TopicPartition changelog) {
        lock.lock();
        try {
            restoring.remove(changelog);
        } finally {
            lock.unlock();
        }
    }

    /** Looks again as long as something is restored: the cluster may not have answered, or not yet know what its coordinator does. */
    private void look() {
        try (OpenTransactions transactions = cluster.get()) {
            Duration pause = FIRST_PAUSE;
            Set<TopicPartition> partitions = next(Duration.ZERO);
            while (!partitions.isEmpty()) {
                abort(transactions, partitions);
                partitions = next(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (RuntimeException failure) { // the next partition that comes is still to be looked at
            LOG.warn("open transactions of former owners are left to the broker", failure);
            stopLooking();
        }
    }

    private void stopLooking() {
        lock.lock();
        try {
            isLooking = false;
        } finally {
            lock.unlock();
        }
    }

    private void abort(OpenTransactions transactions, Set<TopicPartition> partitions) {
        try {
            Set<String> aborted = transactions.abort(partitions, isOurs);
            if (!aborted.isEmpty()) {
                LOG.info("ended what former owners left open transactions={}", aborted);
            }
        } catch (RuntimeException failure) { // a broker that does not answer, or streams that are just closed
            // The broker ends them, too, only later.
            LOG.warn("what former owners left open cannot be ended now", failure);
        }
    }

    /** What is to be looked at after a pause, or as soon as there is more; empty when nothing is. */
    private Set<TopicPartition> next(Duration pause) {
        lock.lock();
        try {
            long leftNanos = pause.toNanos();
            while (leftNanos > 0 && fresh.isEmpty() && !restoring.isEmpty() && !isClosed) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            Set<TopicPartition> partitions = isClosed ? Set.of() : toLookAt();
            fresh.clear();
            isLooking = !partitions.isEmpty();
            return partitions;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isLooking = false;
            return Set.of();
        } finally {
            lock.unlock();
        }
    }

    private Set<TopicPartition> toLookAt() {
        Stream<TopicPartition> owned = Stream.concat(restoring.stream(), fresh.stream())
                .flatMap(changelog ->
                        ownedTopics.stream().map(topic -> new TopicPartition(topic, changelog.partition())));
        return Stream.concat(restoring.stream(), owned).collect(Collectors.toUnmodifiableSet());
    }

    /** Looks no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
