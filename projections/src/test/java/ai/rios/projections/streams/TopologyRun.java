package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import ai.rios.projections.views.DeploymentReads;
import ai.rios.projections.views.OperationReads;
import ai.rios.projections.views.Script;
import ai.rios.runtime.streams.Membership;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/** The topology over one partition without a broker. Not thread-safe. */
final class TopologyRun implements AutoCloseable {
    private static final int PARTITION = 0;

    final ProgressBoard board = new ProgressBoard();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> events;
    private final TestInputTopic<String, byte[]> commands;
    private final TestInputTopic<String, byte[]> outcomes;
    private final TestOutputTopic<String, byte[]> snapshots;

    TopologyRun(Path stateDir, SnapshotGate gate, BlockedTenants blocked) {
        ProjectionTopology.Parts parts = new ProjectionTopology.Parts(
                Script.TOPICS,
                Script.CODECS,
                Retention.DEFAULTS,
                gate,
                board,
                new FoldSignals(10, 10),
                blocked,
                Tracing.off());
        GenerationConfig config = new GenerationConfig(
                1,
                Script.TOPICS,
                "none:1",
                Map.of(),
                "topic-id",
                stateDir,
                Retention.DEFAULTS,
                1,
                new Membership.Dynamic(),
                0,
                Duration.ofSeconds(3),
                null);
        Properties properties = config.streamsProperties();
        this.driver = new TopologyTestDriver(
                ProjectionTopology.of(parts, Stores.inMemoryKeyValueStore(ProjectionTopology.STORE)),
                properties,
                Script.START);
        this.events = input(Script.TOPICS.deploymentEvents().name());
        this.commands = input(Script.TOPICS.deploymentCommands().name());
        this.outcomes = input(Script.TOPICS.outcomes().name());
        this.snapshots = driver.createOutputTopic(
                Script.TOPICS.deploymentSnapshots().name(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private TestInputTopic<String, byte[]> input(String name) {
        return driver.createInputTopic(name, new StringSerializer(), new ByteArraySerializer());
    }

    void fold(DeploymentEvent event) {
        events.pipeInput(event.tenant(), Script.CODECS.event().encode().apply(event), event.time());
    }

    void foldUnreadable(String tenant, Instant time) {
        events.pipeInput(tenant, new byte[] {7}, time);
    }

    void fold(DeploymentCommand command, Instant appended) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.OPERATION, command.operation().getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.REQUEST_ID, command.requestId().getBytes(StandardCharsets.UTF_8));
        commands.pipeInput(new TestRecord<>(
                command.tenant(), Script.CODECS.command().encode().apply(command), headers, appended));
    }

    void fold(Outcome outcome) {
        outcomes.pipeInput(outcome.tenant(), Script.CODECS.outcome().encode().apply(outcome), outcome.time());
    }

    void foldUnreadableOutcome(String tenant, Instant time) {
        outcomes.pipeInput(tenant, new byte[] {7}, time);
    }

    void wait(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** Snapshots since the last call: {@code key revision}, or {@code key gone}. */
    List<String> snapshots() {
        return snapshots.readKeyValuesToList().stream()
                .map(told -> told.key
                        + (told.value == null
                                ? " gone"
                                : " " + decoded(told.value).revision()))
                .toList();
    }

    private static Deployment decoded(byte[] value) {
        return Script.CODECS.deployment().decode().apply(value);
    }

    KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(ProjectionTopology.STORE);
    }

    /** Makes unreadable what the store keeps under keys with this text. */
    void damage(String text) {
        List<Bytes> keys = new ArrayList<>();
        try (var entries = store().all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        List<Bytes> damaged = keys.stream()
                .filter(key -> new String(key.get(), StandardCharsets.ISO_8859_1).contains(text))
                .toList();
        damaged.forEach(key -> store().put(key, new byte[] {7}));
    }

    DeploymentReads deployments() {
        return new DeploymentReads(new StoreReads(store()), Script.CODECS);
    }

    OperationReads operations(Instant now) {
        return new OperationReads(new StoreReads(store()), Script.CODECS, Retention.DEFAULTS.operations(), () -> now);
    }

    PartitionProgress progress() {
        return board.of(PARTITION).orElseThrow();
    }

    /** Entries of the store that begin with a view's letter. */
    int count(char view) {
        int count = 0;
        try (var entries =
                store().range(Bytes.wrap(new byte[] {(byte) view}), Bytes.wrap(new byte[] {(byte) (view + 1)}))) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        driver.close();
    }
}
