package ai.rios.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AbandonedTransactionsTest {
    private static final TopicPartition RED = new TopicPartition("red-changelog", 3);
    private static final TopicPartition BLUE = new TopicPartition("blue-changelog", 4);
    private static final String STORE = "store";
    private static final String OURS = "app-ours-1";

    private final Cluster cluster = new Cluster();

    @Test
    void whatIsRestoredIsLookedAtWithTheOwnedPartitionOfItsNumber() throws Exception {
        try (AbandonedTransactions abandoned = new AbandonedTransactions(cluster, Set.of("commands"), OURS::equals)) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);

            assertThat(cluster.nextLook()).containsExactlyInAnyOrder(RED, new TopicPartition("commands", 3));
        }
    }

    @Test
    void itLooksAgainUntilAllIsRestoredAndThenLetsGoOfTheCluster() throws Exception {
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);
            assertThat(cluster.nextLook()).containsExactly(RED);
            assertThat(cluster.nextLook()).containsExactly(RED);

            abandoned.onRestoreEnd(RED, STORE, 10);

            cluster.awaitClosed(1);
        }
    }

    @Test
    void whatComesMeanwhileIsLookedAtToo() throws Exception {
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);
            assertThat(cluster.nextLook()).containsExactly(RED);

            abandoned.onRestoreStart(BLUE, STORE, 0, 10);

            cluster.awaitLook(Set.of(RED, BLUE));
        }
    }

    @Test
    void ofWhatIsRestoredAtOnceTheOwnedPartitionIsLookedAtOnceAllTheSame() throws Exception {
        try (AbandonedTransactions abandoned = new AbandonedTransactions(cluster, Set.of("commands"), OURS::equals)) {
            cluster.hold();
            abandoned.onRestoreStart(RED, STORE, 10, 10);
            abandoned.onRestoreEnd(RED, STORE, 0);
            cluster.release();

            assertThat(cluster.nextLook()).containsExactly(new TopicPartition("commands", 3));
            cluster.awaitClosed(1);
        }
    }

    /** It may be worked on already, in a transaction of this instance. */
    @Test
    void aChangelogThatIsRestoredIsNotLookedAt() throws Exception {
        try (AbandonedTransactions abandoned = of()) {
            cluster.hold();
            abandoned.onRestoreStart(RED, STORE, 10, 10);
            abandoned.onRestoreEnd(RED, STORE, 0);
            cluster.release();

            cluster.awaitClosed(1);
            assertThat(cluster.looks).isEmpty();
        }
    }

    @Test
    void whatThisInstanceHasOpenIsSpared() throws Exception {
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);
            cluster.nextLook();
        }
        cluster.awaitClosed(1);
        assertThat(cluster.spared).containsOnly(OURS);
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedAgain() throws Exception {
        cluster.failures.add(new IllegalStateException("no answer"));
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);

            assertThat(cluster.nextLook()).containsExactly(RED);
            assertThat(cluster.nextLook()).containsExactly(RED);
        }
    }

    @Test
    void aClusterThatCannotBeReachedAtAllIsTriedWithTheNextPartition() throws Exception {
        cluster.isUnreachable = true;
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);
            cluster.awaitOpened(1);
            cluster.isUnreachable = false;

            // The thread that failed may still be on its way out when the first of these comes.
            do {
                abandoned.onRestoreStart(BLUE, STORE, 0, 10);
            } while (cluster.looks.poll(50, TimeUnit.MILLISECONDS) == null);
        }
    }

    @Test
    void aSuspendedRestorationIsNotLookedAtAnyMoreAndTheNextOneIs() throws Exception {
        try (AbandonedTransactions abandoned = of()) {
            abandoned.onRestoreStart(RED, STORE, 0, 10);
            assertThat(cluster.nextLook()).containsExactly(RED);
            abandoned.onRestoreSuspended(RED, STORE, 5);
            cluster.awaitClosed(1);
            cluster.looks.clear();

            abandoned.onRestoreStart(BLUE, STORE, 0, 10);

            assertThat(cluster.nextLook()).containsExactly(BLUE);
        }
    }

    @Test
    void onceClosedItLooksNoMore() throws Exception {
        AbandonedTransactions abandoned = of();
        abandoned.onRestoreStart(RED, STORE, 0, 10);
        assertThat(cluster.nextLook()).containsExactly(RED);

        abandoned.close();

        cluster.awaitClosed(1);
        abandoned.onRestoreStart(BLUE, STORE, 0, 10);
        assertThat(cluster.opened).hasValue(1);
    }

    private AbandonedTransactions of() {
        return new AbandonedTransactions(cluster, Set.of(), OURS::equals);
    }

    /** A cluster that notes what is looked at. Thread-safe. */
    private static final class Cluster implements Supplier<OpenTransactions>, OpenTransactions {
        private final BlockingQueue<Set<TopicPartition>> looks = new LinkedBlockingQueue<>();
        private final Set<String> spared = ConcurrentHashMap.newKeySet();
        private final Deque<RuntimeException> failures = new ArrayDeque<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final Semaphore mayOpen = new Semaphore(1);

        /** Set by the test, read by the looking thread. */
        private volatile boolean isUnreachable;

        void hold() throws InterruptedException {
            mayOpen.acquire();
        }

        void release() {
            mayOpen.release();
        }

        @Override
        public OpenTransactions get() {
            mayOpen.acquireUninterruptibly();
            mayOpen.release();
            opened.incrementAndGet();
            if (isUnreachable) {
                throw new IllegalArgumentException("no such host");
            }
            return this;
        }

        @Override
        public Set<String> abort(Set<TopicPartition> partitions, Predicate<String> isSpared) {
            Stream.of("app-other-1", OURS).filter(isSpared).forEach(spared::add);
            looks.add(partitions);
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return Set.of("app-1");
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }

        Set<TopicPartition> nextLook() throws InterruptedException {
            return looks.take();
        }

        void awaitLook(Set<TopicPartition> wanted) throws InterruptedException {
            Set<TopicPartition> look = looks.take();
            while (!look.equals(wanted)) {
                look = looks.take();
            }
        }

        void awaitOpened(int times) {
            await(opened, times);
        }

        void awaitClosed(int times) {
            await(closed, times);
        }

        /** Within the limit of the test. */
        private static void await(AtomicInteger counter, int times) {
            while (counter.get() < times) {
                Thread.onSpinWait();
            }
        }
    }
}
