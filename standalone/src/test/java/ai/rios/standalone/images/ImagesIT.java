package ai.rios.standalone.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.registry.RegistryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

@Timeout(600)
final class ImagesIT {
    private static final String TENANT = "acme";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ImageStack STACK = new ImageStack();

    @BeforeAll
    static void start() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker engine answers, so the images are not tested");
        for (String image : List.of(ImageStack.HANDLERS, ImageStack.PROJECTIONS)) {
            assumeTrue(isBuilt(image), "the image " + image + " has not been built: docker compose build");
        }
        STACK.start();
    }

    @AfterAll
    static void stop() {
        STACK.close();
    }

    @Test
    void theHandlerImageDecidesACommandAndTheProjectionImageFoldsIt() {
        try (RegistryClient registry = STACK.registryClient()) {
            SchemaIds ids = ImageStack.schemaIds(registry);

            send(new MessageSerde<>(Codecs.COMMAND, ids), command("op_of_this_test"));

            Outcome outcome = first(
                            STACK.topics.outcomes().name(), new MessageSerde<>(Codecs.OUTCOME, ids).deserializer())
                    .value();
            ConsumerRecord<String, Deployment> snapshot = first(
                    STACK.topics.deploymentSnapshots().name(),
                    new MessageSerde<>(Codecs.DEPLOYMENT, ids).deserializer());
            assertThat(outcome.operation()).isEqualTo("op_of_this_test");
            assertThat(outcome.result()).isInstanceOf(Outcome.Done.class);
            assertThat(snapshot.key()).isEqualTo(TENANT + "/" + snapshot.value().id());
            assertThat(snapshot.value().spec().name()).isEqualTo("from-a-container");
        }
    }

    @Test
    void theImagesRunWithoutRights() throws Exception {
        for (GenericContainer<?> service : List.of(STACK.handlers, STACK.projections)) {
            assertThat(service.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
            assertThat(service.execInContainer("touch", "/app/written").getExitCode())
                    .isNotZero();
        }
    }

    private static boolean isBuilt(String image) {
        return !DockerClientFactory.instance()
                .client()
                .listImagesCmd()
                .withReferenceFilter(image)
                .exec()
                .isEmpty();
    }

    private static DeploymentCommand command(String operation) {
        return new DeploymentCommand(
                operation,
                "req_of_this_test",
                TENANT,
                "tester",
                Instant.EPOCH,
                false,
                null,
                new Request.Create(DeploymentSpec.of("from-a-container", "example.com/app:1"), false));
    }

    private static void send(MessageSerde<DeploymentCommand> serde, DeploymentCommand command) {
        try (KafkaProducer<String, DeploymentCommand> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", STACK.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                serde.serializer())) {
            var _ = producer.send(
                    new ProducerRecord<>(STACK.topics.deploymentCommands().name(), TENANT, command));
            producer.flush();
        }
    }

    /** The first committed record of a topic. */
    private static <T> ConsumerRecord<String, T> first(String topic, Deserializer<T> values) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", STACK.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, T> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<String, T> found : consumer.poll(Duration.ofMillis(200))) {
                    return found;
                }
            }
            throw new AssertionError("no record of " + topic + " within " + LIMIT);
        }
    }
}
