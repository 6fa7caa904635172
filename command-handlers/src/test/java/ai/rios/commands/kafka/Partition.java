package ai.rios.commands.kafka;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.streams.Membership;
import ai.rios.runtime.streams.StreamsSettings;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** One partition of the handler on Streams' test driver. Time is the test's own. */
final class Partition implements AutoCloseable {
    static final String TENANT = "acme";
    static final LogIdentity LOG = new LogIdentity("cluster-1", "topic-1");

    final TopicCatalogue topics = TopicCatalogue.of("t.", 1);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> raw;
    private final SchemaIds ids;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int requests;

    Partition(Path folder) {
        this(folder, new InMemorySchemaIds(), LOG, ShardLimits.DEFAULTS, _ -> Optional.empty());
    }

    Partition(Path folder, SchemaIds ids, LogIdentity log, ShardLimits limits, LastEventReader lastEvents) {
        this.ids = ids;
        Properties properties = new StreamsSettings(
                        "t.command-handlers",
                        "nowhere:9092",
                        Map.of(),
                        folder,
                        1,
                        Duration.ofMillis(5),
                        Duration.ofMillis(5),
                        new Membership.Dynamic(),
                        0,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3))
                .toProperties();
        this.driver = new TopologyTestDriver(
                CommandTopology.of(
                        topics, ids, log, limits, Duration.ofMillis(250), lastEvents, Tracing.off(), meters, () -> now),
                properties,
                now);
        this.raw = driver.createInputTopic(
                topics.deploymentCommands().name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Instant now() {
        return now;
    }

    /** Lets both the records' and the wall clock's time pass. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Lets the records' time pass only. */
    void passRecords(Duration time) {
        now = now.plus(time);
    }

    void send(Request request) {
        send(command(request, null), new RecordHeaders());
    }

    void send(DeploymentCommand command, Headers headers) {
        byte[] value = new MessageSerde<>(Codecs.COMMAND, ids)
                .serializer()
                .serialize(topics.deploymentCommands().name(), command);
        sendRaw(command.tenant().getBytes(StandardCharsets.UTF_8), value, headers);
    }

    void sendRaw(byte[] key, byte @Nullable [] value, Headers headers) {
        raw.pipeInput(new TestRecord<>(key, value, headers, now));
    }

    DeploymentCommand command(Request request, DeploymentCommand.@Nullable Idempotency idempotency) {
        requests++;
        return new DeploymentCommand(
                "op_" + requests, "req_" + requests, TENANT, "alice", now, false, idempotency, request);
    }

    static Request create(String name) {
        return new Request.Create(DeploymentSpec.of(name, "app:1"), false);
    }

    TestOutputTopic<String, DeploymentEvent> events() {
        return driver.createOutputTopic(
                topics.deploymentEvents().name(),
                new StringDeserializer(),
                new MessageSerde<>(Codecs.EVENT, ids).deserializer());
    }

    TestOutputTopic<String, Outcome> outcomes() {
        return driver.createOutputTopic(
                topics.outcomes().name(),
                new StringDeserializer(),
                new MessageSerde<>(Codecs.OUTCOME, ids).deserializer());
    }

    /** Only what the processor sets aside: the driver forgets what a deserialization handler sends. */
    TestOutputTopic<byte[], byte[]> deadLetters() {
        return driver.createOutputTopic(
                topics.deploymentCommandsDlq().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The last outcome. */
    Outcome answer() {
        return outcomes().readValuesToList().getLast();
    }

    KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(CommandTopology.STORE);
    }

    /** Keys that a changelog would hold after compaction: those in the store. */
    int liveKeys() {
        int count = 0;
        try (var all = store().all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    static Headers headers(String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        driver.close();
    }
}
