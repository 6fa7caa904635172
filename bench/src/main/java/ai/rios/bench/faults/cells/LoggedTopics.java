package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.Content;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.LoggedOutcome;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Topics;
import ai.rios.bench.faults.traffic.Rows;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageCodec;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a stack's topics have got since this object was made, committed records alone. Blocking; confined to one thread.
 */
final class LoggedTopics implements AutoCloseable {
    /** Timers are commands without an operation, and have no outcome. */
    private static final String TIMERS = "";

    private static final Duration POLL = Duration.ofMillis(200);

    /** For one topic; beyond it the broker counts as away. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    private final TopicCatalogue topics;
    private final String kafka;
    private final RegistryClient registry;
    private final SchemaIds schemas;
    private final Map<TopicPartition, Long> starts;

    private LoggedTopics(String kafka, URI registryUrl) {
        this.topics = TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);
        this.kafka = kafka;
        this.registry = new RegistryClient(RegistryConfig.of(List.of(registryUrl)));
        this.schemas = new RegistrySchemaIds(registry, SchemaCache.inMemory());
        this.starts = ends(List.of(
                topics.deploymentCommands(),
                topics.deploymentEvents(),
                topics.outcomes(),
                topics.deploymentSnapshots()));
    }

    /** Looks where the topics end now; what comes later will be read. */
    static LoggedTopics from(String kafka, URI registry) {
        return new LoggedTopics(kafka, registry);
    }

    /**
     * What was found.
     *
     * @param undecided operations of commands without an outcome
     */
    record Found(Topics topics, Set<String> undecided) {}

    /**
     * Reads everything up to the ends as they are now.
     *
     * @throws TimeoutException when the broker does not give it in time
     */
    Found read() {
        List<LoggedEvent> events = new ArrayList<>();
        List<LoggedOutcome> outcomes = new ArrayList<>();
        Map<String, Row> snapshots = new LinkedHashMap<>();
        Set<String> undecided = new HashSet<>();
        each(
                topics.deploymentCommands(),
                Codecs.COMMAND,
                record -> undecided.add(record.value().operation()));
        undecided.remove(TIMERS);
        each(topics.deploymentEvents(), Codecs.EVENT, record -> events.add(event(place(record), record.value())));
        each(topics.outcomes(), Codecs.OUTCOME, record -> {
            outcomes.add(outcome(place(record), record.value()));
            undecided.remove(record.value().operation());
        });
        each(topics.deploymentSnapshots(), Codecs.DEPLOYMENT, record -> {
            if (record.value() == null) {
                snapshots.remove(record.key());
            } else {
                snapshots.put(record.key(), Rows.of(record.value()));
            }
        });
        return new Found(new Topics(events, outcomes, snapshots), undecided);
    }

    private <T> void each(TopicSpec topic, MessageCodec<T> codec, Consumer<ConsumerRecord<String, T>> taker) {
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(
                settings(), new StringDeserializer(), new MessageSerde<>(codec, schemas).deserializer())) {
            List<TopicPartition> places = places(topic);
            consumer.assign(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            places.forEach(place -> consumer.seek(place, starts.getOrDefault(place, 0L)));
            long deadline = System.nanoTime() + READ_LIMIT.toNanos();
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(
                            topic.name() + " could not be read within " + READ_LIMIT.toSeconds() + " s");
                }
                consumer.poll(POLL).forEach(taker);
            }
        }
    }

    private Map<TopicPartition, Long> ends(List<TopicSpec> read) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> places =
                    read.stream().flatMap(topic -> places(topic).stream()).toList();
            consumer.assign(places);
            return consumer.endOffsets(places);
        }
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", false);
    }

    private static List<TopicPartition> places(TopicSpec topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return "partition " + record.partition() + " offset " + record.offset();
    }

    private static LoggedEvent event(String place, DeploymentEvent event) {
        DeploymentEvent.BatchPosition batch = event.batch();
        return new LoggedEvent(
                place,
                event.tenant(),
                event.eventId(),
                event.deploymentId(),
                event.revision(),
                event.sequence(),
                event.cause().operation(),
                event.cause().requestId(),
                batch == null ? null : new LoggedEvent.Batch(batch.batchId(), batch.index(), batch.size()),
                event.change().type(),
                content(event));
    }

    private static Content content(DeploymentEvent event) {
        return switch (event.change()) {
            case Change.Created(DeploymentSpec spec) -> content(event, spec, null, null);
            case Change.SpecChanged(DeploymentSpec spec, var _) -> content(event, spec, null, null);
            case Change.StatusChanged(var _, var _, var reason, long observed) ->
                content(event, null, orEmpty(reason), observed);
            case Change.DeletionRequested _ -> content(event, null, null, null);
            case Change.Deleted(var _, var reason) -> content(event, null, orEmpty(reason), null);
            case Change.Unrecognized _ -> content(event, null, null, null);
        };
    }

    private static Content content(
            DeploymentEvent event, @Nullable DeploymentSpec spec, @Nullable String reason, @Nullable Long observed) {
        return new Content(
                spec == null ? null : spec.name(),
                spec == null ? null : Rows.spec(spec),
                event.status().wire(),
                reason,
                event.generation(),
                observed,
                event.time());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static LoggedOutcome outcome(String place, Outcome outcome) {
        return new LoggedOutcome(
                place,
                outcome.tenant(),
                outcome.operation(),
                outcome.requestId(),
                outcome.result() instanceof Outcome.Refused);
    }

    @Override
    public void close() {
        registry.close();
    }
}
