package ai.rios.edge.log;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows a topic from its end, every partition, without a group, so that each edge sees every record. When Kafka or the registry
 * fails it goes on from where it stood. Thread-safe; one thread of its own.
 */
public final class LogTail implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogTail.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration METADATA_LIMIT = Duration.ofSeconds(5);

    private final String topic;
    private final Follower follower;
    private final ConsumerThread thread;

    /** Where to go on; the thread owns it. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** Set by the thread, read by whoever asks for readiness. */
    private volatile boolean positioned;

    /** Who is given the records. Called on the tail's thread. */
    public interface Follower {
        /** The topic is about to be looked at, at first or again. May throw KafkaException, and is then called again later. */
        default void opening() {}

        /**
         * The tail stands here; what comes next is given to {@link #accept}.
         *
         * @param next offset of the next record of each partition
         */
        default void standsAt(Map<TopicPartition, Long> next) {}

        /** One record. When it throws KafkaException or SchemasUnavailableException, the same record comes again. */
        void accept(ConsumerRecord<String, byte[]> record);

        /** All that has come by now has been given; called at least twice a second while Kafka answers. */
        default void caughtUp() {}

        /** The log no longer has the next records: some are missed, and the tail starts at the end again. */
        default void lost() {}
    }

    /** @param name of the thread */
    public LogTail(String name, Supplier<Consumer<String, byte[]>> consumers, String topic, Follower follower) {
        this.topic = topic;
        this.follower = follower;
        this.thread = new ConsumerThread(name, consumers, new Following());
    }

    /** Starts to read; once. */
    public void start() {
        thread.start();
    }

    /** Whether it has a place on every partition: before that, records may be missed. */
    public boolean isPositioned() {
        return positioned && thread.isAlive();
    }

    @Override
    public void close() {
        thread.close();
    }

    private final class Following implements ConsumerThread.Work {
        @Override
        public void opened(Consumer<String, byte[]> consumer) {
            follower.opening();
            List<TopicPartition> partitions = KafkaLogs.partitions(consumer, topic, METADATA_LIMIT);
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                Long known = next.get(partition);
                if (known == null) {
                    consumer.seekToEnd(List.of(partition));
                } else {
                    consumer.seek(partition, known);
                }
            }
            for (TopicPartition partition : partitions) {
                next.put(partition, consumer.position(partition, METADATA_LIMIT));
            }
            follower.standsAt(Map.copyOf(next));
            positioned = true;
        }

        @Override
        public void step(Consumer<String, byte[]> consumer) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                follower.accept(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            follower.caughtUp();
        }

        @Override
        public void failed(RuntimeException failure) {
            positioned = false;
            if (failure instanceof OffsetOutOfRangeException) {
                LOG.log(Level.ERROR, "the log no longer has the next records, topic=" + topic);
                next.clear();
                follower.lost();
            }
        }
    }
}
