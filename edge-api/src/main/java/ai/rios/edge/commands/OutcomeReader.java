package ai.rios.edge.commands;

import ai.rios.edge.log.KafkaLogs;
import ai.rios.edge.log.LogTail;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Follows the outcomes topic and hands on what this edge waits for; what is for another edge is dropped by its header, undecoded.
 * Thread-safe; one thread of its own.
 */
final class OutcomeReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutcomeReader.class.getName());

    private final byte[] edge;
    private final Deserializer<Outcome> deserializer;
    private final Consumer<Outcome> listener;
    private final LogTail tail;

    /**
     * @param kafka client settings common to all clients
     * @param edge value of the {@code edge} header of this edge's commands
     * @param listener called on the reader's thread
     */
    OutcomeReader(
            Map<String, Object> kafka,
            String topic,
            String edge,
            Deserializer<Outcome> deserializer,
            Consumer<Outcome> listener) {
        this.edge = edge.getBytes(StandardCharsets.UTF_8);
        this.deserializer = deserializer;
        this.listener = listener;
        this.tail = new LogTail("edge-outcomes", () -> KafkaLogs.consumer(kafka), topic, this::handle);
    }

    /** Starts to read. Commands should be sent only once {@link #isPositioned} holds, or their outcomes may be missed. */
    void start() {
        tail.start();
    }

    /** Whether it has a place on every partition. */
    boolean isPositioned() {
        return tail.isPositioned();
    }

    @Override
    public void close() {
        tail.close();
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        Header forEdge = record.headers().lastHeader(Headers.EDGE);
        if (forEdge == null || !Arrays.equals(forEdge.value(), edge) || record.value() == null) {
            return;
        }
        Outcome outcome;
        try {
            outcome = deserializer.deserialize(record.topic(), record.headers(), record.value());
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
}
