package ai.rios.edge;

import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.stream.InMemoryLog;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.edge.stream.StreamInMemory;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.schemas.query.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An edge on a free port over a log and views in memory, with a client for it. */
public final class EdgeFixture implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String APP = """
            {"name": "my-app", "image": "nginx:latest", "resources": {"cpu": 2, "memory": 4096}}""";

    final FakeViews views = new FakeViews();
    final FakeBackbone backbone = new FakeBackbone(views);
    final DevTokens tokens;
    final Edge edge;
    private final String signingKey;
    private final Observability observability;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private EdgeFixture(Path folder, UnaryOperator<EdgeConfigBuilder> change, @Nullable InMemoryLog events) {
        InstantSource clock = InstantSource.system();
        this.tokens = DevTokens.open(folder, clock);
        this.observability = Observability.open(TracingConfig.DEFAULTS, "edge", "test", clock);
        EdgeConfig config =
                change.apply(new EdgeConfigBuilder(tokens.jwksFile())).build();
        this.signingKey = config.signingKeys().getFirst();
        Sockets.Maker sockets = events == null
                ? Sockets.withoutStream(config)
                : Sockets.with(
                        config,
                        parts -> StreamInMemory.start(
                                config.stream(),
                                events,
                                parts.authenticator(),
                                parts.signer(),
                                parts.positions(),
                                parts.clock()));
        this.edge = Edge.start(config, backbone, sockets, views, observability, clock);
    }

    static EdgeFixture start(Path folder) {
        return start(folder, builder -> builder);
    }

    public static EdgeFixture start(Path folder, UnaryOperator<EdgeConfigBuilder> change) {
        return new EdgeFixture(folder, change, null);
    }

    /** An edge that has {@code /v1/stream} too, with the events of a log in memory. */
    public static EdgeFixture streaming(Path folder, InMemoryLog events, UnaryOperator<EdgeConfigBuilder> change) {
        return new EdgeFixture(folder, change, events);
    }

    /** The settings of the edge under test; what is not set is as by default, on loopback and a free port. */
    public static final class EdgeConfigBuilder {
        private final Path jwks;
        private List<String> origins = List.of();
        private Duration headLimit = Duration.ofSeconds(10);
        private Duration bodyLimit = Duration.ofSeconds(30);
        private Duration writeLimit = Duration.ofSeconds(30);
        private Duration idleLimit = Duration.ofSeconds(75);
        private String host = "127.0.0.1";
        private int maxConnections = 1_000;
        private int maxRequests = 1_000;
        private long unsentBytes = 64 << 20;
        private int port;
        private boolean accessLog = true;
        private StreamConfig stream = StreamConfig.DEFAULTS;

        EdgeConfigBuilder(Path jwks) {
            this.jwks = jwks;
        }

        public EdgeConfigBuilder origins(String... allowed) {
            origins = List.of(allowed);
            return this;
        }

        public EdgeConfigBuilder limits(Duration head, Duration body, Duration idle) {
            headLimit = head;
            bodyLimit = body;
            idleLimit = idle;
            return this;
        }

        public EdgeConfigBuilder writeLimit(Duration limit) {
            writeLimit = limit;
            return this;
        }

        public EdgeConfigBuilder withoutAccessLog() {
            accessLog = false;
            return this;
        }

        public EdgeConfigBuilder stream(StreamConfig config) {
            stream = config;
            return this;
        }

        EdgeConfigBuilder host(String address) {
            host = address;
            return this;
        }

        EdgeConfigBuilder port(int number) {
            port = number;
            return this;
        }

        EdgeConfigBuilder maxRequests(int requests) {
            maxRequests = requests;
            return this;
        }

        EdgeConfigBuilder unsentBytes(long bytes) {
            unsentBytes = bytes;
            return this;
        }

        EdgeConfigBuilder maxConnections(int connections) {
            maxConnections = connections;
            return this;
        }

        EdgeConfig build() {
            return new EdgeConfig(
                    host,
                    port,
                    "",
                    "rios.",
                    jwks.toString(),
                    Duration.ofMillis(50),
                    Duration.ZERO,
                    List.of(Signer.newKey()),
                    origins,
                    1_048_576,
                    maxConnections,
                    maxRequests,
                    1_000,
                    unsentBytes,
                    headLimit,
                    bodyLimit,
                    writeLimit,
                    Duration.ofSeconds(5),
                    idleLimit,
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    accessLog,
                    stream,
                    true);
        }
    }

    /** A token with every scope but {@code admin}, under the default plan. */
    public String token(String tenant) {
        List<String> scopes =
                Scopes.ALL.stream().filter(scope -> !scope.equals(Scopes.ADMIN)).toList();
        return tokens.mint(new DevTokens.Claims(tenant, "alice", scopes, "default", Duration.ofHours(1)));
    }

    public String token(String tenant, String... scopes) {
        return tokens.mint(new DevTokens.Claims(tenant, "alice", List.of(scopes), "default", Duration.ofHours(1)));
    }

    /** The port of the edge. */
    public int port() {
        return edge.port();
    }

    /** What cursors and tickets are signed with. */
    public String signingKey() {
        return signingKey;
    }

    /** Whether the edge has its place in all that it follows. */
    public boolean isReady() {
        return edge.isReady();
    }

    /** How many commands of a tenant have come to the log. */
    public long commandsOf(String tenant) {
        return backbone.commands().stream()
                .filter(command -> command.tenant().equals(tenant))
                .count();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + edge.port() + path);
    }

    /** A request of tenant {@code acme}. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token("acme"));
    }

    /** Connections, bodies and answers that were given up past their deadline, by the metric. */
    long expired() {
        return metric("rios_edge_connections_expired_total");
    }

    /** A metric of the edge, as a whole number; 0 where it is not told. */
    public long metric(String name) {
        Matcher value = Pattern.compile(name + "\\{[^}]*} ([0-9]+)")
                .matcher(get("/metrics").text());
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }

    Reply get(String path, String... headers) {
        return send(with(request(path).GET(), headers));
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder builder = request(path).header("Content-Type", "application/json");
        return send(with(builder.method(method, HttpRequest.BodyPublishers.ofString(body)), headers));
    }

    Reply delete(String path, String... headers) {
        return send(with(request(path).DELETE(), headers));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder builder, String... headers) {
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Creates a deployment and gives its id. */
    String create(String name) {
        Reply reply = post("/v1/deployments", APP.replace("my-app", name));
        if (reply.status() != 201) {
            throw new AssertionError(reply.status() + " " + reply.text());
        }
        return reply.json().path("id").asText();
    }

    /** Creates a deployment of any tenant and gives its id. */
    public String createFor(String tenant, String body) {
        Reply reply = send(HttpRequest.newBuilder(uri("/v1/deployments"))
                .header("Authorization", "Bearer " + token(tenant))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (reply.status() != 201) {
            throw new AssertionError(reply.status() + " " + reply.text());
        }
        return reply.json().path("id").asText();
    }

    public DevTokens tokens() {
        return tokens;
    }

    /** Has the views know of a write that is not decided yet. */
    public void noteOperation(String tenant, String id, String requestId) {
        views.note(tenant, new Operation(id, requestId, "create", Instant.EPOCH, null));
    }

    /** What the tenant of a token has, as the list shows it. */
    public JsonNode listFor(String token) {
        Reply reply = send(HttpRequest.newBuilder(uri("/v1/deployments"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token));
        if (reply.status() != 200) {
            throw new AssertionError(reply.status() + " " + reply.text());
        }
        return reply.json();
    }

    /** An answer. */
    record Reply(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return Objects.requireNonNull(JSON.readTree(response.body()));
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The fields that an error names. */
        List<String> violations() {
            return json().at("/error/details/violations").findValuesAsText("field");
        }

        String code() {
            return json().at("/error/code").asText();
        }
    }

    @Override
    public void close() {
        client.close();
        edge.close();
        observability.close();
    }
}
