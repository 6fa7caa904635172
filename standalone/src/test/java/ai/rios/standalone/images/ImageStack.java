package ai.rios.standalone.images;

import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicsApply;
import com.github.dockerjava.api.model.HostConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** Broker, registry, handler and projection, one container each on a network of their own. Not thread-safe. */
final class ImageStack implements AutoCloseable {
    static final String HANDLERS = "rios/handlers:local";
    static final String PROJECTIONS = "rios/projections:local";
    static final String KAFKA = "apache/kafka:4.3.1";
    static final String REGISTRY = "apicurio/apicurio-registry:3.3.3";

    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    final TopicCatalogue topics = TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = new KafkaContainer(KAFKA)
            .withNetwork(network)
            .withListener("kafka:19092")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", "2097152")
            .withStartupTimeout(START_LIMIT);
    private final GenericContainer<?> registry = new GenericContainer<>(REGISTRY)
            .withNetwork(network)
            .withNetworkAliases("registry")
            .withExposedPorts(8080, 9000)
            .waitingFor(Wait.forHttp("/health/ready").forPort(9000).withStartupTimeout(START_LIMIT));
    final GenericContainer<?> handlers = service(HANDLERS);
    final GenericContainer<?> projections = service(PROJECTIONS)
            .withEnv("RIOS_PROJECTIONS_SECRET_FILE", "/tmp/internal.key")
            .withCreateContainerCmdModifier(create -> create.withEntrypoint(
                    "bash", "-c", "umask 077; echo a-secret-of-this-test >/tmp/internal.key; exec /app/run"));

    /** Starts all, with topics and schemas in place; the services say of themselves when they are ready. */
    void start() {
        kafka.start();
        registry.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
                RegistryClient client = registryClient()) {
            new TopicsApply(admin, client, (short) 1, Duration.ofSeconds(60)).apply(topics);
        }
        handlers.start();
        projections.start();
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** To be closed by the caller. */
    RegistryClient registryClient() {
        URI url = URI.create("http://" + registry.getHost() + ":" + registry.getMappedPort(8080) + "/apis/ccompat/v7");
        return new RegistryClient(RegistryConfig.of(List.of(url)));
    }

    static RegistrySchemaIds schemaIds(RegistryClient client) {
        return new RegistrySchemaIds(client, SchemaCache.inMemory());
    }

    /** As compose runs them: no capabilities, a root that cannot be written. */
    private GenericContainer<?> service(String image) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv("RIOS_KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                .withEnv("RIOS_REGISTRY_URLS", "http://registry:8080/apis/ccompat/v7")
                .withEnv("RIOS_STATE_FOLDER", "/tmp/state")
                .withEnv("RIOS_LOG_FORMAT", "json")
                .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777,size=256m"))
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = create.getHostConfig();
                    if (host != null) {
                        host.withReadonlyRootfs(true).withMemory(768L * 1_024 * 1_024);
                    }
                })
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(START_LIMIT));
    }

    @Override
    public void close() {
        projections.stop();
        handlers.stop();
        registry.stop();
        kafka.stop();
        network.close();
    }
}
