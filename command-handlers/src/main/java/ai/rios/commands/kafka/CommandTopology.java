package ai.rios.commands.kafka;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The graph of the handler.
 *
 * <pre>
 *   commands ──► decide ──► events, outcomes, dead letters
 *       ▲        (store)
 *       └── timers ┘
 * </pre>
 */
public final class CommandTopology {
    /** The one store. */
    public static final String STORE = "decisions";

    static final String EVENTS = "events";
    static final String OUTCOMES = "outcomes";
    static final String DEAD_LETTERS = "dead-letters";
    static final String TIMERS = "timers";
    private static final String COMMANDS = "commands";
    private static final String DECIDE = "decide";

    private CommandTopology() {}

    /**
     * Builds the graph.
     *
     * @param log which log the offsets are of
     * @param timerInterval between two looks at what is due
     * @param lastEvents asked when a partition is taken over
     * @param clock read for time budgets
     */
    public static Topology of(
            TopicCatalogue topics,
            SchemaIds schemaIds,
            LogIdentity log,
            ShardLimits limits,
            Duration timerInterval,
            LastEventReader lastEvents,
            Tracing tracing,
            MeterRegistry meters,
            InstantSource clock) {
        return of(CommandProcessing.of(
                topics, schemaIds, log, limits, timerInterval, lastEvents, tracing, meters, clock));
    }

    private static Topology of(CommandProcessing processing) {
        TopicCatalogue topics = processing.topics();
        SchemaIds ids = processing.schemaIds();
        MessageSerde<?> events = new MessageSerde<>(Codecs.EVENT, ids);
        MessageSerde<?> outcomes = new MessageSerde<>(Codecs.OUTCOME, ids);
        MessageSerde<?> commands = new MessageSerde<>(Codecs.COMMAND, ids);
        StringSerializer keys = new StringSerializer();
        return new Topology()
                .addSource(
                        COMMANDS,
                        new StringDeserializer(),
                        commands.deserializer(),
                        topics.deploymentCommands().name())
                .addProcessor(DECIDE, () -> new CommandProcessor(processing), COMMANDS)
                .addStateStore(store(), DECIDE)
                .addSink(EVENTS, topics.deploymentEvents().name(), keys, events.serializer(), DECIDE)
                .addSink(OUTCOMES, topics.outcomes().name(), keys, outcomes.serializer(), DECIDE)
                .addSink(DEAD_LETTERS, topics.deploymentCommandsDlq().name(), keys, new ByteArraySerializer(), DECIDE)
                .addSink(TIMERS, topics.deploymentCommands().name(), keys, commands.serializer(), DECIDE);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }
}
