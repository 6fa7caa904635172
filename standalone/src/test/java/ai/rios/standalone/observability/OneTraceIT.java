package ai.rios.standalone.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.CommandHandlers;
import ai.rios.commands.HandlersConfig;
import ai.rios.commands.HandlersSurroundings;
import ai.rios.commands.kafka.LogIdentity;
import ai.rios.edge.Edge;
import ai.rios.edge.EdgeConfig;
import ai.rios.edge.auth.DevTokens;
import ai.rios.projections.Projections;
import ai.rios.projections.ProjectionsConfig;
import ai.rios.runtime.health.Health;
import ai.rios.runtime.metrics.Metrics;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.standalone.testing.TestCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The three services on a real broker, each with a tracer of its own, as in processes of their own. */
@Timeout(300)
final class OneTraceIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String REQUEST = "req-one-trace";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final TestCluster cluster = TestCluster.shared();
    private final TopicCatalogue topics =
            TopicCatalogue.of(TestCluster.topicPrefix(OneTraceIT.class), TopicCatalogue.DEFAULT_PARTITIONS);
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private OtlpReceiver receiver;
    private LogLines logs;
    private Edge edge;
    private CommandHandlers handlers;
    private Projections projections;

    @BeforeEach
    void start() throws Exception {
        receiver = opened(new OtlpReceiver());
        logs = opened(new LogLines().open());
        RegistryClient registry =
                opened(new RegistryClient(RegistryConfig.of(List.of(URI.create(cluster.registryUrl())))));
        RegistrySchemaIds ids = new RegistrySchemaIds(registry, SchemaCache.inMemory());
        Settings settings = settings();
        LogIdentity log;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            new TopicsApply(admin, registry, (short) 1, Duration.ofSeconds(30)).apply(topics);
            log = LogIdentity.await(admin, topics);
        }
        handlers = opened(CommandHandlers.start(
                HandlersConfig.from(settings),
                new HandlersSurroundings(
                        cluster.bootstrapServers(),
                        Map.of(),
                        topics,
                        ids,
                        folder.resolve("handlers"),
                        log,
                        observability("handlers"),
                        InstantSource.system())));
        projections = opened(Projections.start(
                ProjectionsConfig.alone(topics, cluster.bootstrapServers(), folder.resolve("projections")),
                observability("projections"),
                ids,
                InstantSource.system()));
        edge = opened(Edge.start(
                EdgeConfig.from(settings), projections.queries(), ids, observability("edge"), InstantSource.system()));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    @Test
    void onePostIsOneTraceAndTheLinesOfAllServicesCarryItsRequest() throws Exception {
        await("the services are ready", () -> handlers.isReady() && projections.isReady() && edge.isReady());

        HttpResponse<String> answer = post();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("X-Trace-ID")).contains(TRACE);
        assertThat(answer.headers().firstValue("X-Request-ID")).contains(REQUEST);
        await("a span of each service", () -> services().containsAll(List.of("edge", "handlers", "projections")));
        OtlpReceiver.Span atEdge = spanOf("edge");
        OtlpReceiver.Span atHandlers = spanOf("handlers");
        OtlpReceiver.Span atProjections = spanOf("projections");
        assertThat(atEdge.parentId()).isEqualTo(CALLER);
        assertThat(atHandlers.parentId()).isEqualTo(atEdge.id());
        assertThat(atProjections.parentId()).isEqualTo(atHandlers.id());
        for (String logger : List.of("ai.rios.edge", "ai.rios.commands", "ai.rios.projections")) {
            await("a line of " + logger, () -> logs.has(logger, REQUEST, TRACE));
        }
    }

    private HttpResponse<String> post() throws Exception {
        String token = DevTokens.open(folder, InstantSource.system()).mint(DevTokens.Claims.of("acme", "tester"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + "/v1/deployments"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("X-Request-ID", REQUEST)
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"traced\",\"image\":\"example.com/app:1\"}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<String> services() {
        return receiver.trace(TRACE).stream().map(OtlpReceiver.Span::service).toList();
    }

    private OtlpReceiver.Span spanOf(String service) {
        return receiver.trace(TRACE).stream()
                .filter(span -> span.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private Settings settings() {
        DevTokens tokens = DevTokens.open(folder, InstantSource.system());
        List<Setting<?>> known = Stream.of(EdgeConfig.SETTINGS, HandlersConfig.SETTINGS)
                .<Setting<?>>flatMap(List::stream)
                .toList();
        return Settings.read(
                known,
                new Properties(),
                Map.of(),
                Map.of(
                        "edge.host", "127.0.0.1",
                        "edge.port", "0",
                        "edge.jwks", tokens.jwksFile().toString(),
                        "kafka.bootstrap-servers", cluster.bootstrapServers(),
                        "topic.prefix", topics.prefix()));
    }

    private Observability observability(String service) {
        TracingConfig config = new TracingConfig(Optional.of(receiver.endpoint()), 100, Duration.ofMillis(50), 2_048);
        return opened(new Observability(
                Tracing.open(config, service, "test"),
                Metrics.open(service, "test"),
                new Health("test", InstantSource.system())));
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
