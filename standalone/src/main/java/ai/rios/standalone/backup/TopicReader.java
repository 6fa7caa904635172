package ai.rios.standalone.backup;

import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in partitions, from their beginning to an end. Confined to one thread. */
final class TopicReader implements AutoCloseable {
    /** The broker aborts what a dead process has left open sooner than that. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;

    /** Takes one record after another. */
    @FunctionalInterface
    interface Sink {
        void take(StoredRecord record) throws IOException;
    }

    TopicReader(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        // Where old records go while they are read, the next ones that are there follow, and not the end.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads up to {@code end}, which is an end as those see it who read uncommitted: so it waits for the transactions that were
     * open there.
     */
    void read(TopicPartition at, long end, Sink sink) throws IOException {
        consumer.assign(List.of(at));
        consumer.seekToBeginning(List.of(at));
        Deadline deadline = Deadline.after(PATIENCE);
        long position = consumer.position(at);
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    sink.take(StoredRecord.of(record));
                }
            }
            long now = consumer.position(at);
            if (now > position) {
                deadline = Deadline.after(PATIENCE);
                position = now;
            } else if (deadline.isOver()) {
                throw new StandaloneException("Partition " + at + " cannot be read beyond offset " + position
                        + ": the broker does not answer, or a transaction is stuck there.");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
