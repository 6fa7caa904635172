package ai.rios.edge.commands;

import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the outcomes topic from its end and hands on what this edge waits for. It assigns itself every partition and joins no
 * group, so that each edge sees every outcome; what is for another edge is dropped by its header, undecoded. When Kafka fails it
 * starts again from where it stood. One thread of its own.
 */
public final class OutcomeReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutcomeReader.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);
    private static final long RESTART_AFTER_MS = 500;

    private final Map<String, Object> kafka;
    private final String topic;
    private final byte[] edge;
    private final Deserializer<Outcome> deserializer;
    private final Consumer<Outcome> listener;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Where to go on after a restart; the reader's thread owns it. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** Set by the reader's thread, read by whoever asks for readiness. */
    private volatile boolean positioned;

    /** Set by the reader's thread, woken by {@link #close}. */
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    /**
     * @param kafka client settings common to all clients
     * @param edge value of the {@code edge} header of this edge's commands
     * @param listener called on the reader's thread
     */
    public OutcomeReader(
            Map<String, Object> kafka,
            String topic,
            String edge,
            Deserializer<Outcome> deserializer,
            Consumer<Outcome> listener) {
        this.kafka = config(kafka);
        this.topic = topic;
        this.edge = edge.getBytes(StandardCharsets.UTF_8);
        this.deserializer = deserializer;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("edge-outcomes").daemon(true).unstarted(this::run);
    }

    /** Starts to read. Commands should be sent only once {@link #isPositioned} holds, or their outcomes may be missed. */
    public void start() {
        thread.start();
    }

    /** Whether it has a place on every partition. */
    public boolean isPositioned() {
        return positioned && thread.isAlive();
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                take(consumer);
                while (closed.getCount() > 0) {
                    consumer.poll(POLL).forEach(this::handle);
                }
            } catch (WakeupException | InterruptException _) {
                // closing: the loop's condition ends it
            } catch (KafkaException e) {
                positioned = false;
                LOG.log(Level.WARNING, "the outcomes cannot be read; starting again, topic=" + topic, e);
                pause();
            }
        }
    }

    private void take(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
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
            next.put(partition, consumer.position(partition, METADATA_TIMEOUT));
        }
        positioned = true;
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        var infos = consumer.partitionsFor(topic, METADATA_TIMEOUT);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("there is no topic " + topic + " yet");
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        Header forEdge = record.headers().lastHeader(Headers.EDGE);
        if (forEdge == null || !Arrays.equals(forEdge.value(), edge) || record.value() == null) {
            return;
        }
        Outcome outcome;
        try {
            outcome = deserializer.deserialize(topic, record.headers(), record.value());
        } catch (RuntimeException e) {
            // who waits for it gets a timeout that names the operation; the others must not wait behind it
            LOG.log(
                    Level.ERROR,
                    "unreadable outcome, partition=" + record.partition() + " offset=" + record.offset(),
                    e);
            return;
        }
        listener.accept(outcome);
    }

    private void pause() {
        try {
            if (closed.await(RESTART_AFTER_MS, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.DEBUG, "closing");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> config(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }
}
