package ai.rios.edge.stream;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** An events topic of two partitions in memory. Thread-safe. */
public final class InMemoryLog {
    public static final String TOPIC = "rios.deployments.events";
    public static final String TOPIC_ID = "topic-id-1";
    static final int PARTITIONS = 2;

    private final MessageSerde<DeploymentEvent> serde = new MessageSerde<>(Codecs.EVENT, new InMemorySchemaIds());
    private final List<List<ConsumerRecord<String, byte[]>>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    private long first;

    /** Appends an event of a tenant; tenants with an even length of name stand on partition 0. */
    public synchronized void append(String tenant, String deployment, DeploymentStatus status) {
        append(tenant, deployment, status, null);
    }

    synchronized void append(String tenant, String deployment, DeploymentStatus status, @Nullable String reason) {
        int partition = partitionOf(tenant);
        long offset = end(partition);
        DeploymentEvent event = new DeploymentEvent(
                "evt_" + offset,
                tenant,
                deployment,
                offset + 1,
                offset + 1,
                Instant.parse("2026-11-24T10:31:00Z"),
                new DeploymentEvent.Cause("op_1", "req_1", "alice", "create", null, null),
                null,
                status,
                1,
                new Change.StatusChanged(DeploymentStatus.PENDING, status, reason, 1));
        byte[] value = serde.serializer().serialize(TOPIC, event);
        put(partition, tenant, value, Long.toString(offset + 1));
    }

    /** Appends a record that no codec reads. */
    synchronized void appendNoise(String tenant) {
        put(partitionOf(tenant), tenant, new byte[] {1, 2, 3}, "a noise");
    }

    private void put(int partition, String tenant, byte[] value, String sequence) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.SEQUENCE, sequence.getBytes(StandardCharsets.UTF_8));
        partitions
                .get(partition)
                .add(new ConsumerRecord<>(
                        TOPIC,
                        partition,
                        end(partition),
                        0,
                        TimestampType.LOG_APPEND_TIME,
                        tenant.length(),
                        value.length,
                        tenant,
                        value,
                        headers,
                        Optional.empty()));
    }

    public static int partitionOf(String tenant) {
        return tenant.length() % PARTITIONS;
    }

    synchronized long end(int partition) {
        return partitions.get(partition).size();
    }

    synchronized long first(int partition) {
        return partition == 0 ? first : 0;
    }

    /** Records of partition 0 below this offset are gone. */
    public synchronized void truncate(long offset) {
        first = offset;
    }

    synchronized List<ConsumerRecord<String, byte[]>> read(int partition, long from) {
        List<ConsumerRecord<String, byte[]>> all = partitions.get(partition);
        return from >= all.size()
                ? List.of()
                : List.copyOf(all.subList((int) from, Math.min(all.size(), (int) from + 50)));
    }

    Consumer<String, byte[]> consumer() {
        return new LogConsumer(this);
    }

    Deserializer<DeploymentEvent> deserializer() {
        return serde.deserializer();
    }
}
