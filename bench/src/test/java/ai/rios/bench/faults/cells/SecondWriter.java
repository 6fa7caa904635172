package ai.rios.bench.faults.cells;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to a stack's topics beside the services, what they never should. Each record is the latest of its topic, or made from it. */
final class SecondWriter {
    private static final TopicCatalogue TOPICS =
            TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String kafka;
    private final URI registry;

    SecondWriter(String kafka, URI registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    void repeatLastEvent(String tenant) {
        ConsumerRecord<byte[], byte[]> last = last(TOPICS.deploymentEvents(), record -> isOf(record, tenant));
        write(last, last.value());
    }

    void repeatLastOutcome(String tenant) {
        ConsumerRecord<byte[], byte[]> last = last(TOPICS.outcomes(), record -> isOf(record, tenant));
        write(last, last.value());
    }

    void bringBackADeletedSnapshot(String tenant) {
        ConsumerRecord<byte[], byte[]> end =
                last(TOPICS.deploymentSnapshots(), record -> record.value() == null && isOf(record, tenant));
        ConsumerRecord<byte[], byte[]> before = last(
                TOPICS.deploymentSnapshots(),
                record -> record.value() != null && Arrays.equals(record.key(), end.key()));
        write(before, before.value());
    }

    void leaveAHole(String tenant) {
        withEvents(events -> {
            ConsumerRecord<byte[], byte[]> last = last(TOPICS.deploymentEvents(), record -> isOf(record, tenant));
            DeploymentEvent event = events.deserializer().deserialize(last.topic(), last.value());
            write(last, events.serializer().serialize(last.topic(), changed(event, event.deploymentId(), 10)));
        });
    }

    void takeAHeldName(String tenant) {
        withEvents(events -> {
            ConsumerRecord<byte[], byte[]> last = last(
                    TOPICS.deploymentEvents(),
                    record -> isOf(record, tenant)
                            && events.deserializer()
                                            .deserialize(record.topic(), record.value())
                                            .change()
                                    instanceof Change.Created);
            DeploymentEvent event = events.deserializer().deserialize(last.topic(), last.value());
            String other =
                    event.deploymentId().substring(0, event.deploymentId().length() - 4) + "0000";
            write(last, events.serializer().serialize(last.topic(), changed(event, other, 1)));
        });
    }

    /** Both keys and values hold the tenant's name as it is. */
    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String tenant) {
        return holds(record.key(), tenant) || holds(record.value(), tenant);
    }

    private static boolean holds(byte @Nullable [] bytes, String text) {
        return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    private interface Work {
        void with(MessageSerde<DeploymentEvent> events);
    }

    private void withEvents(Work work) {
        try (RegistryClient client = new RegistryClient(RegistryConfig.of(List.of(registry)))) {
            SchemaIds ids = new RegistrySchemaIds(client, SchemaCache.inMemory());
            work.with(new MessageSerde<>(Codecs.EVENT, ids));
        }
    }

    private static DeploymentEvent changed(DeploymentEvent event, String deployment, int later) {
        return new DeploymentEvent(
                event.eventId() + "x",
                event.tenant(),
                deployment,
                event.revision(),
                event.sequence() + later,
                event.time(),
                event.cause(),
                event.batch(),
                event.status(),
                event.generation(),
                event.change());
    }

    private void write(ConsumerRecord<byte[], byte[]> like, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var _ = producer.send(
                    new ProducerRecord<>(like.topic(), like.partition(), like.key(), value, like.headers()));
        }
    }

    private ConsumerRecord<byte[], byte[]> last(TopicSpec topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> places = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records.stream()
                .filter(wanted)
                .max(Comparator.comparingLong(ConsumerRecord::timestamp))
                .orElseThrow(() -> new IllegalStateException("nothing fits in " + topic.name()));
    }
}
