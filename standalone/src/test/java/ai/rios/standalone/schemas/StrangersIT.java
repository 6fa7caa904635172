package ai.rios.standalone.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.registry.PublishedSchema;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.standalone.testing.TestCluster;
import ai.rios.standalone.testing.Tool;
import ai.rios.standalone.testing.ToolFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Confluent's own deserialisers in other languages read every type of event from the first offset, and one event that a made-up newer
 * schema wrote; so does this build, which does not know that schema.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StrangersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES =
            List.of("created", "spec_changed", "status_changed", "deletion_requested", "deleted", NewerEvents.TYPE);
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);

    private final Deployed deployed = Deployed.forTest(StrangersIT.class);
    private final String topic = deployed.catalogue().deploymentEvents().name();
    private final RegistrySchemaIds ids = new RegistrySchemaIds(deployed.registry(), SchemaCache.inMemory());
    private final MessageSerde<DeploymentEvent> serde = new MessageSerde<>(Codecs.EVENT, ids);

    @BeforeAll
    void writeEvents() throws Exception {
        deployed.apply();
        int newer = deployed.registry()
                .register(deployed.catalogue().deploymentEvents().subject(), NewerEvents.schema());
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestCluster.shared().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (DeploymentEvent event : EventSamples.all()) {
                byte[] bytes = serde.serializer().serialize(topic, event);
                producer.send(new ProducerRecord<>(topic, EventSamples.TENANT, bytes))
                        .get();
            }
            producer.send(new ProducerRecord<>(topic, EventSamples.TENANT, NewerEvents.framed(newer)))
                    .get();
        }
    }

    @AfterAll
    void close() {
        deployed.close();
    }

    @Test
    void everyTypeOfEventIsAmongThem() {
        List<Class<?>> written = new ArrayList<>(List.of(Change.Unrecognized.class));
        EventSamples.all().forEach(event -> written.add(event.change().getClass()));

        assertThat(written).containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
        assertThat(EventSamples.all().stream().map(event -> event.change().type()))
                .isEqualTo(TYPES.subList(0, TYPES.size() - 1));
    }

    @Test
    void thisBuildReadsThemAllAndTheNewerOneAsUnrecognised() {
        List<DeploymentEvent> read = values().stream()
                .map(bytes -> serde.deserializer().deserialize(topic, bytes))
                .toList();

        assertThat(read.subList(0, 5)).isEqualTo(EventSamples.all());
        assertThat(read.get(5).change()).isEqualTo(new Change.Unrecognized(NewerEvents.TYPE));
        assertThat(read.get(5).sequence()).isEqualTo(6);
    }

    @Test
    void pythonReadsThemAll() throws IOException {
        assertRead(python(List.of()), true);
    }

    @Test
    void pythonReadsThemAllIntoThisBuildsOlderSchema() throws IOException {
        Path older = Files.writeString(pythonFolder().path().resolve("older.avsc"), publishedSchema());

        assertRead(python(List.of(older.toString())), false);
    }

    @Test
    void javaScriptReadsThemAll() throws IOException {
        ToolFolder tools = ToolFolder.of("strangers/javascript", "/strangers");
        tools.npm();
        Path folder = tools.path();
        Path script = tools.copy("read-events.cjs");
        Path records = Files.write(
                folder.resolve("records.hex"),
                values().stream().map(HexFormat.of()::formatHex).toList());

        String printed = Tool.run(
                folder,
                READ_LIMIT,
                List.of("node", script.toString(), TestCluster.shared().registryUrl(), topic, records.toString()));

        assertRead(printed, true);
    }

    /** What each reader prints: a line of JSON an event, with its common fields and its part. */
    private static void assertRead(String printed, boolean knowsTheNewerPart) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            events.add(JSON.readTree(line));
        }
        assertThat(events.stream().map(event -> event.path("type").asText())).isEqualTo(TYPES);
        assertThat(events)
                .allMatch(event -> event.path("deployment_id").asText().equals(EventSamples.ID));
        assertThat(events.stream().map(event -> event.path("sequence").asLong()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(events.get(0)
                        .path("part")
                        .path("spec")
                        .path("env")
                        .path("GREETING")
                        .asText())
                .isEqualTo("grüß dich");
        assertThat(events.get(2).path("part").path("to").asText()).isEqualTo("running");
        assertThat(events.get(5).path("part").path("replicas").asInt(0)).isEqualTo(knowsTheNewerPart ? 9 : 0);
    }

    private String python(List<String> olderSchema) throws IOException {
        ToolFolder tools = pythonFolder();
        Path folder = tools.path();
        Path script = tools.copy("read_events.py");
        Path programs = tools.python();
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("python").toString(),
                script.toString(),
                TestCluster.shared().bootstrapServers(),
                TestCluster.shared().registryUrl(),
                topic,
                Integer.toString(TYPES.size())));
        command.addAll(olderSchema);
        return Tool.run(folder, READ_LIMIT, command);
    }

    private static ToolFolder pythonFolder() throws IOException {
        return ToolFolder.of("strangers/python", "/strangers");
    }

    private static String publishedSchema() {
        return PublishedSchema.textOf(Codecs.EVENT.schema());
    }

    /** The records' values from the first offset; one tenant's stand on one partition, in order. */
    private List<byte[]> values() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestCluster.shared().bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .collect(Collectors.toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long wanted = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<byte[]> values = new ArrayList<>();
            for (int poll = 0; poll < 100 && values.size() < wanted; poll++) {
                consumer.poll(Duration.ofMillis(300)).forEach(record -> values.add(record.value()));
            }
            assertThat(values).hasSize(TYPES.size());
            return values;
        }
    }
}
