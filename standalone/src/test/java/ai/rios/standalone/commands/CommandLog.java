package ai.rios.standalone.commands;

import ai.rios.commands.CommandHandlers;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageCodec;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import ai.rios.standalone.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics of one test class, written and read as an edge and a projection do. Confined to the test's thread. */
final class CommandLog implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);

    final String bootstrapServers = TestCluster.shared().bootstrapServers();
    final Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    final TopicCatalogue topics;
    private final Producer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private int commands;

    CommandLog(String prefix, int partitions) throws ExecutionException, InterruptedException {
        topics = TopicCatalogue.of(prefix, partitions);
        List<NewTopic> made = new ArrayList<>();
        for (TopicSpec topic : topics.all()) {
            made.add(new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()));
        }
        admin.createTopics(made).all().get();
    }

    /** Sends a create under an idempotency key; returns its operation. */
    String create(String tenant, String name) {
        String operation = "op_" + commands++;
        send(new DeploymentCommand(
                operation,
                "req_" + name,
                tenant,
                "alice",
                Instant.EPOCH,
                false,
                new DeploymentCommand.Idempotency(name, "alice POST /v1/deployments", name),
                new Request.Create(DeploymentSpec.of(name, "app:1"), false)));
        return operation;
    }

    void send(DeploymentCommand command) {
        String topic = topics.deploymentCommands().name();
        byte[] value = new MessageSerde<>(Codecs.COMMAND, new CodecOrder())
                .serializer()
                .serialize(topic, command);
        sendRaw(topic, command.tenant(), value);
    }

    void sendRaw(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker did not take the record for " + topic, e);
        }
    }

    List<ConsumerRecord<String, DeploymentEvent>> events() {
        return read(topics.deploymentEvents(), value(Codecs.EVENT));
    }

    List<ConsumerRecord<String, Outcome>> outcomes() {
        return read(topics.outcomes(), value(Codecs.OUTCOME));
    }

    List<ConsumerRecord<String, byte[]>> deadLetters() {
        return read(topics.deploymentCommandsDlq(), new ByteArrayDeserializer());
    }

    /** Who is in the group of the handlers. */
    List<MemberDescription> members() {
        String group = CommandHandlers.applicationId(topics);
        try {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(described -> described.members().stream())
                    .toList();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker does not tell who is in " + group, e);
        }
    }

    /** All committed records of a topic so far. */
    private <T> List<ConsumerRecord<String, T>> read(TopicSpec topic, Deserializer<T> values) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        try (Consumer<String, T> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static <T> Deserializer<T> value(MessageCodec<T> codec) {
        return new MessageSerde<>(codec, new CodecOrder()).deserializer();
    }

    /** Waits until a condition holds; fails with the claim when it does not within a minute. */
    static void await(String claim, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + claim);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
