package ai.rios.standalone.views;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes events as a handler would, for tests that need none. Confined to one thread, but for the sequences. */
final class EventWriter implements AutoCloseable {
    private static final Instant TIME = Instant.parse("2026-05-01T00:00:00Z");

    private final TopicCatalogue topics;
    private final List<Future<RecordMetadata>> pending = new ArrayList<>();
    private final Producer<String, DeploymentEvent> producer;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();

    EventWriter(TopicCatalogue topics, String bootstrap) {
        this.topics = topics;
        this.producer = new KafkaProducer<>(
                // One request at a time: the leaders of new topics are not all there yet, and where a first batch is
                // refused while others are under way, the producer repeats them out of order until it gives up.
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.in.flight.requests.per.connection", 1),
                new StringSerializer(),
                new MessageSerde<>(Codecs.EVENT, KnownSchemas.of(topics)).serializer());
    }

    /** Creates every topic that is not there. */
    static void createTopics(TopicCatalogue topics, String bootstrap) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<NewTopic> wanted =
                    topics.all().stream().map(EventWriter::newTopic).toList();
            admin.createTopics(wanted).all().get();
        }
    }

    private static NewTopic newTopic(TopicSpec spec) {
        return new NewTopic(spec.name(), spec.partitions(), (short) 1).configs(spec.config());
    }

    static String id(String tenant, int number) {
        return "deploy_" + "%-18s".formatted(tenant).replace(' ', '0') + "%08d".formatted(number);
    }

    /** Creates a deployment, or changes one that is there; returns the tenant's sequence. */
    long write(String tenant, int number) {
        String id = id(tenant, number);
        long revision = revisions.merge(id, 1L, Long::sum);
        long sequence = sequences.merge(tenant, 1L, Long::sum);
        boolean isFirst = revision == 1;
        DeploymentStatus from = statusAt(revision - 1);
        DeploymentStatus to = statusAt(revision);
        Change change = isFirst
                ? new Change.Created(DeploymentSpec.of("d" + number, "img/x"))
                : new Change.StatusChanged(from, to, null, 1);
        DeploymentEvent event = new DeploymentEvent(
                "evt_" + sequence,
                tenant,
                id,
                revision,
                sequence,
                TIME.plusMillis(sequence),
                new DeploymentEvent.Cause("op_" + sequence, "req_" + sequence, "ann", change.type(), null, null),
                null,
                to,
                1,
                change);
        pending.add(producer.send(new ProducerRecord<>(topics.deploymentEvents().name(), tenant, event)));
        return sequence;
    }

    private static DeploymentStatus statusAt(long revision) {
        return revision <= 1
                ? DeploymentStatus.PENDING
                : revision % 2 == 0 ? DeploymentStatus.ASSIGNED : DeploymentStatus.PENDING;
    }

    /** Waits until all is in the log; fails when the broker refused any of it. */
    void flush() {
        producer.flush();
        for (Future<RecordMetadata> sent : pending) {
            if (sent.state() == Future.State.FAILED) {
                throw new AssertionError("the broker did not take an event", sent.exceptionNow());
            }
        }
        pending.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
