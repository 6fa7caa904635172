package ai.rios.standalone.backup;

import ai.rios.standalone.StandaloneException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes records to a broker, in order and each once. Confined to one thread. */
final class TopicWriter implements AutoCloseable {
    /** What a topic takes, with room for what wraps it. */
    private static final int MAX_REQUEST_BYTES = 3 << 20;

    /** A broker beside us that takes longer has died or has no room. */
    private static final int LIMIT_MS = 60_000;

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    TopicWriter(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LIMIT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT_MS);
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void write(ProducerRecord<byte[], byte[]> record) {
        requireHealth();
        if (Thread.currentThread().isInterrupted()) {
            throw new StandaloneException("Interrupted while writing records.");
        }
        Future<?> _ = producer.send(record, (_, refused) -> {
            if (refused != null) {
                failure.compareAndSet(null, refused);
            }
        });
    }

    /** Returns when the broker has all. */
    void flush() {
        producer.flush();
        requireHealth();
    }

    private void requireHealth() {
        Exception refused = failure.get();
        if (refused != null) {
            throw new StandaloneException(
                    "The broker does not take a record: " + refused.getMessage() + "; nothing was restored.", refused);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
