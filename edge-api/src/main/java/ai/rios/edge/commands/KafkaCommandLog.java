package ai.rios.edge.commands;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The commands topic: an idempotent producer that waits for all in-sync replicas. Thread-safe. */
public final class KafkaCommandLog implements CommandLog {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final KafkaProducer<String, DeploymentCommand> producer;

    /**
     * @param kafka client settings common to all clients, {@code bootstrap.servers} among them
     * @param appendTimeout after which an append that was not acknowledged has failed
     */
    public KafkaCommandLog(
            Map<String, Object> kafka, String topic, Serializer<DeploymentCommand> serializer, Duration appendTimeout) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(config(kafka, appendTimeout), new StringSerializer(), serializer);
    }

    @Override
    public CompletableFuture<Void> append(DeploymentCommand command, Map<String, String> headers) {
        ProducerRecord<String, DeploymentCommand> record = new ProducerRecord<>(topic, command.tenant(), command);
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        CompletableFuture<Void> appended = new CompletableFuture<>();
        Thread sender = Thread.currentThread();
        try {
            var _ = producer.send(record, (_, failure) -> {
                if (failure == null) {
                    appended.complete(null);
                } else if (Thread.currentThread().equals(sender)) { // it never reached the producer's buffer
                    appended.completeExceptionally(notAppended(failure));
                } else {
                    appended.completeExceptionally(
                            failure instanceof RecordTooLargeException ? notAppended(failure) : failure);
                }
            });
        } catch (RuntimeException e) { // thrown before anything was sent, as when the schema is not known
            appended.completeExceptionally(notAppended(e));
        }
        return appended;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private static NotAppendedException notAppended(Exception failure) {
        return new NotAppendedException(failure instanceof RecordTooLargeException, failure);
    }

    private static Map<String, Object> config(Map<String, Object> kafka, Duration appendTimeout) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.MAX_MESSAGE_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, appendTimeout.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) appendTimeout.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) (appendTimeout.toMillis() / 2));
        return config;
    }
}
