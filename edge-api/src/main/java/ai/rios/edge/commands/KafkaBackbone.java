package ai.rios.edge.commands;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log as Kafka keeps it. Thread-safe. */
public final class KafkaBackbone implements Backbone {
    private final Map<String, Object> kafka;
    private final TopicCatalogue topics;
    private final SchemaIds schemas;
    private final Duration appendLimit;

    /** Set once by {@link #join}; read by whoever asks for readiness. */
    private volatile @Nullable OutcomeReader reader;

    /**
     * @param kafka settings of all clients, {@code bootstrap.servers} among them
     * @param appendLimit time that Kafka has to acknowledge a command
     */
    public KafkaBackbone(Map<String, Object> kafka, TopicCatalogue topics, SchemaIds schemas, Duration appendLimit) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
        this.schemas = schemas;
        this.appendLimit = appendLimit;
    }

    @Override
    public CommandLog join(String edge, Consumer<Outcome> outcomes) {
        OutcomeReader outcomeReader = new OutcomeReader(
                kafka,
                topics.outcomes().name(),
                edge,
                new MessageSerde<>(Codecs.OUTCOME, schemas).deserializer(),
                outcomes);
        outcomeReader.start();
        reader = outcomeReader;
        return new KafkaCommandLog(
                kafka,
                topics.deploymentCommands().name(),
                new MessageSerde<>(Codecs.COMMAND, schemas).serializer(),
                appendLimit);
    }

    @Override
    public boolean isPositioned() {
        OutcomeReader outcomeReader = reader;
        return outcomeReader != null && outcomeReader.isPositioned();
    }

    @Override
    public void close() {
        OutcomeReader outcomeReader = reader;
        if (outcomeReader != null) {
            outcomeReader.close();
        }
    }
}
