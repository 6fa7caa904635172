package ai.rios.projections.rebuild;

import ai.rios.runtime.process.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The control topic, as far as it is about projections. Reading is confined to one thread; writing is thread-safe and waits
 * until the record is on all replicas.
 */
final class ControlTopic implements AutoCloseable {
    /** Key of the {@link GenerationPlan}. */
    static final String PLAN = "projections.generation";

    /** Key of the number of the comparison that is wanted. */
    static final String ROUND = "projections.comparison";

    static final String REPORTS = "projections.report.";

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(30);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final String topic;
    private final TopicPartition place;
    private final Consumer<String, String> consumer;
    private final Producer<String, String> producer;

    ControlTopic(String topic, Consumer<String, String> consumer, Producer<String, String> producer) {
        this.topic = topic;
        this.place = new TopicPartition(topic, 0);
        this.consumer = consumer;
        this.producer = producer;
    }

    static ControlTopic open(String topic, Map<String, Object> clients) {
        Consumer<String, String> consumer =
                new KafkaConsumer<>(clients, new StringDeserializer(), new StringDeserializer());
        ControlTopic control = new ControlTopic(
                topic,
                consumer,
                new KafkaProducer<>(settings(clients), new StringSerializer(), new StringSerializer()));
        consumer.assign(List.of(control.place));
        consumer.seekToBeginning(List.of(control.place));
        return control;
    }

    private static Map<String, Object> settings(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return settings;
    }

    static String reportKey(int generation, int partition) {
        return REPORTS + generation + "." + partition;
    }

    /** Reads what is there now. */
    void readToEnd(BiConsumer<String, String> each) {
        long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
        Deadline deadline = Deadline.after(READ_LIMIT);
        while (consumer.position(place) < end) {
            if (deadline.isOver()) {
                throw new IllegalStateException(topic + " could not be read to its end");
            }
            poll(Duration.ofMillis(200), each);
        }
    }

    /** Waits a moment for records. Tombstones are passed over. */
    void poll(Duration wait, BiConsumer<String, String> each) {
        for (ConsumerRecord<String, String> update : consumer.poll(wait)) {
            if (update.key() != null && update.value() != null) {
                each.accept(update.key(), update.value());
            }
        }
    }

    /**
     * Writes a record and waits for it.
     *
     * @throws IllegalStateException when the cluster does not take it
     */
    void write(String key, String value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get(WRITE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot write to " + topic + ": " + e.getMessage(), e);
        }
    }

    /** Ends reading from another thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
