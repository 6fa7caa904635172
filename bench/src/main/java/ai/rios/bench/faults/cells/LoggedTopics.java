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
import org.apache.kafka.common.serialization.Deserializer;
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

    private static final TopicCatalogue TOPICS =
            TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);

    private final Consumers consumers;
    private final RegistryClient registry;
    private final SchemaIds schemas;
    private final Duration readLimit;
    private final Ends starts;

    private LoggedTopics(Consumers consumers, URI registryUrl, Duration readLimit, @Nullable Ends starts) {
        this.consumers = consumers;
        this.registry = new RegistryClient(RegistryConfig.of(List.of(registryUrl)));
        this.schemas = new RegistrySchemaIds(registry, SchemaCache.inMemory());
        this.readLimit = readLimit;
        this.starts = starts == null ? ends() : starts;
    }

    /** Makes a consumer of a cluster, which sees committed records alone and joins no group. */
    interface Consumers {
        <T> org.apache.kafka.clients.consumer.Consumer<String, T> open(Deserializer<T> values);
    }

    /** Where topics end, as those see it who read committed. Immutable. */
    record Ends(Map<TopicPartition, Long> offsets) {
        Ends {
            offsets = Map.copyOf(offsets);
        }

        long of(TopicPartition place) {
            return offsets.getOrDefault(place, 0L);
        }
    }

    /** Looks where the topics end now; what comes later will be read. */
    static LoggedTopics from(String kafka, URI registry) {
        return from(kafkaConsumers(kafka), registry, READ_LIMIT);
    }

    /** @param readLimit for one topic */
    static LoggedTopics from(Consumers consumers, URI registry, Duration readLimit) {
        return new LoggedTopics(consumers, registry, readLimit, null);
    }

    /** The same topics of another cluster, read from the same places on. */
    LoggedTopics of(String kafka, URI otherRegistry) {
        return new LoggedTopics(kafkaConsumers(kafka), otherRegistry, readLimit, starts);
    }

    private static Consumers kafkaConsumers(String kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", false);
        return new Consumers() {
            @Override
            public <T> org.apache.kafka.clients.consumer.Consumer<String, T> open(Deserializer<T> values) {
                return new KafkaConsumer<>(settings, new StringDeserializer(), values);
            }
        };
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
        Ends ends = ends();
        List<LoggedEvent> events = new ArrayList<>();
        List<LoggedOutcome> outcomes = new ArrayList<>();
        Map<String, Row> snapshots = new LinkedHashMap<>();
        Set<String> undecided = new HashSet<>();
        each(
                TOPICS.deploymentCommands(),
                ends,
                Codecs.COMMAND,
                record -> undecided.add(record.value().operation()));
        undecided.remove(TIMERS);
        each(TOPICS.deploymentEvents(), ends, Codecs.EVENT, record -> events.add(event(place(record), record.value())));
        each(TOPICS.outcomes(), ends, Codecs.OUTCOME, record -> {
            outcomes.add(outcome(place(record), record.value()));
            undecided.remove(record.value().operation());
        });
        each(TOPICS.deploymentSnapshots(), ends, Codecs.DEPLOYMENT, record -> {
            if (record.value() == null) {
                snapshots.remove(record.key());
            } else {
                snapshots.put(record.key(), Rows.of(record.value()));
            }
        });
        return new Found(new Topics(events, outcomes, snapshots), undecided);
    }

    /**
     * The events up to an end that was seen before.
     *
     * @throws TimeoutException when the broker does not give them in time
     */
    List<LoggedEvent> eventsUpTo(Ends ends) {
        List<LoggedEvent> events = new ArrayList<>();
        each(TOPICS.deploymentEvents(), ends, Codecs.EVENT, record -> events.add(event(place(record), record.value())));
        return events;
    }

    private <T> void each(
            TopicSpec topic, Ends ends, MessageCodec<T> codec, Consumer<ConsumerRecord<String, T>> taker) {
        try (org.apache.kafka.clients.consumer.Consumer<String, T> consumer =
                consumers.open(new MessageSerde<>(codec, schemas).deserializer())) {
            List<TopicPartition> places = places(topic);
            consumer.assign(places);
            places.forEach(place -> consumer.seek(place, starts.of(place)));
            long deadline = System.nanoTime() + readLimit.toNanos();
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.of(place))) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(
                            topic.name() + " could not be read within " + readLimit.toMillis() + " ms");
                }
                for (ConsumerRecord<String, T> record : consumer.poll(POLL)) {
                    if (record.offset() < ends.of(new TopicPartition(record.topic(), record.partition()))) {
                        taker.accept(record);
                    }
                }
            }
        }
    }

    /** Where the topics end now. */
    Ends ends() {
        List<TopicSpec> read = List.of(
                TOPICS.deploymentCommands(),
                TOPICS.deploymentEvents(),
                TOPICS.outcomes(),
                TOPICS.deploymentSnapshots());
        try (org.apache.kafka.clients.consumer.Consumer<String, String> consumer =
                consumers.open(new StringDeserializer())) {
            List<TopicPartition> places =
                    read.stream().flatMap(topic -> places(topic).stream()).toList();
            consumer.assign(places);
            return new Ends(consumer.endOffsets(places));
        }
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
