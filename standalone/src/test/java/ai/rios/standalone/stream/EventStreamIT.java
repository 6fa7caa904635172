package ai.rios.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.signing.Signer;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.topics.Headers;
import ai.rios.standalone.testing.TestCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Committed events only, over two edges, with a cursor that is good at both. */
@Timeout(180)
final class EventStreamIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = TestCluster.topicPrefix(EventStreamIT.class) + "deployments.events";

    private final MessageSerde<DeploymentEvent> serde = new MessageSerde<>(Codecs.EVENT, new InMemorySchemaIds());
    private final Map<String, Object> kafka =
            Map.of("bootstrap.servers", TestCluster.shared().bootstrapServers());

    @Test
    void aCursorOfOneEdgeGoesOnAtAnotherWithoutGapOrUncommittedEvents() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
        Signer signer = Signer.of(List.of(Signer.newKey()));
        LinkedBlockingQueue<String> atFirst = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> atSecond = new LinkedBlockingQueue<>();
        try (StreamingEdge first = edge(signer);
                StreamingEdge second = edge(signer);
                KafkaProducer<String, byte[]> producer = producer()) {
            // Given a client at the first edge that has seen the first ten events
            first.open("acme", "", atFirst);
            producer.initTransactions();
            transaction(producer, 0, 10, true);
            List<JsonNode> seen = take(atFirst, 10);
            // and more events while it is away, some of which are never committed
            transaction(producer, 10, 500, true);
            transaction(producer, 900, 950, false);

            // When it goes on at the second edge
            second.open("acme", "?cursor=" + seen.getLast().path("cursor").asText(), atSecond);
            transaction(producer, 500, 600, true);

            // Then
            assertThat(ids(seen)).isEqualTo(expected(0, 10));
            assertThat(ids(take(atSecond, 590))).isEqualTo(expected(10, 600));
            assertThat(ids(take(atFirst, 590))).isEqualTo(expected(10, 600));
        }
    }

    private StreamingEdge edge(Signer signer) {
        return new StreamingEdge(kafka, TOPIC, serde.deserializer(), signer);
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        TestCluster.shared().bootstrapServers(),
                        "transactional.id",
                        "event-stream-it"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void transaction(KafkaProducer<String, byte[]> producer, int from, int to, boolean commit) {
        producer.beginTransaction();
        for (int i = from; i < to; i++) {
            var _ = producer.send(event("acme", i));
            var _ = producer.send(event("other", i));
        }
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.flush();
            producer.abortTransaction();
        }
    }

    private ProducerRecord<String, byte[]> event(String tenant, int number) {
        DeploymentEvent event = new DeploymentEvent(
                "evt_" + number,
                tenant,
                "deploy_" + number,
                1,
                number + 1,
                Instant.parse("2026-11-24T10:31:00Z"),
                new DeploymentEvent.Cause("op_1", "req_1", "alice", "create", null, null),
                null,
                DeploymentStatus.RUNNING,
                1,
                new Change.StatusChanged(DeploymentStatus.STARTING, DeploymentStatus.RUNNING, null, 1));
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(TOPIC, tenant, serde.serializer().serialize(TOPIC, event));
        record.headers().add(Headers.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static List<JsonNode> take(LinkedBlockingQueue<String> messages, int count) throws Exception {
        List<JsonNode> taken = new ArrayList<>();
        while (taken.size() < count) {
            String message = messages.poll(30, TimeUnit.SECONDS);
            assertThat(message).as("message %d of %d", taken.size() + 1, count).isNotNull();
            taken.add(JSON.readTree(String.valueOf(message)));
        }
        return taken;
    }

    private static List<String> ids(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> message.path("deployment_id").asText())
                .toList();
    }

    private static List<String> expected(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add("deploy_" + i);
        }
        return ids;
    }
}
