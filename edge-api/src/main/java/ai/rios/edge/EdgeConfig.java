package ai.rios.edge;

import ai.rios.edge.queries.RemoteQueriesConfig;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.runtime.cluster.ClusterConfig;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an edge is set up. Keys live under {@code edge}. Immutable.
 *
 * @param host address to listen on; empty for all, IPv4 and IPv6
 * @param port 0 for any free one
 * @param kafka bootstrap servers
 * @param topicPrefix starts the names of all topics
 * @param jwks file or address of the public keys of tokens
 * @param jwksRefresh how often these are read again
 * @param tokenLeeway how far clocks may differ
 * @param signingKeys of cursors and tickets; the first signs, all verify; empty for one of this process only
 * @param allowedOrigins web pages that may call
 * @param maxBodyBytes of a request's body, packed and unpacked
 * @param maxConnections open at once; further ones wait in the system's backlog
 * @param maxRequests under way at once
 * @param maxStreams requests at once on one HTTP/2 connection
 * @param unsentBytes of answers that wait for their clients, and as many of small ones
 * @param headLimit time for the head of a request
 * @param bodyLimit time for the whole body of a request
 * @param writeLimit time for a client to take each MiB of an answer, or what there is of one
 * @param roomLimit time that an HTTP/2 client may leave an answer without room
 * @param idleLimit time that a connection may wait for its next request
 * @param appendLimit time that Kafka has to acknowledge a command
 * @param drainWait time between "not ready" and the end of listening, for balancers to look elsewhere
 * @param accessLog whether to log every request
 * @param stream how {@code /v1/stream} is set up
 * @param testEndpoints whether {@code /test/echo} is mounted
 */
public record EdgeConfig(
        String host,
        int port,
        String kafka,
        String topicPrefix,
        String jwks,
        Duration jwksRefresh,
        Duration tokenLeeway,
        List<String> signingKeys,
        List<String> allowedOrigins,
        int maxBodyBytes,
        int maxConnections,
        int maxRequests,
        int maxStreams,
        long unsentBytes,
        Duration headLimit,
        Duration bodyLimit,
        Duration writeLimit,
        Duration roomLimit,
        Duration idleLimit,
        Duration appendLimit,
        Duration drainWait,
        boolean accessLog,
        StreamConfig stream,
        boolean testEndpoints) {
    private static final int SHARE_OF_HEAP = 8;

    /** Less would not hold a list and the answer that there is no room for it. */
    private static final int LEAST_UNSENT_BYTES = 1_048_576;

    /** {@code edge.host}. */
    public static final Setting<String> HOST =
            Setting.text("edge.host", "", "address to listen on; empty: all, IPv4 and IPv6");

    /** {@code edge.port}. */
    public static final Setting<Integer> PORT =
            Setting.number("edge.port", 8_080, 0, 65_535, "port of HTTP and WebSocket; 0 is any free one");

    /** {@code kafka.bootstrap-servers}. */
    public static final Setting<String> KAFKA = ClusterConfig.BOOTSTRAP_SERVERS;

    /** {@code topic.prefix}. */
    public static final Setting<String> TOPIC_PREFIX = ClusterConfig.TOPIC_PREFIX;

    /** {@code edge.jwks}. */
    public static final Setting<String> JWKS = Setting.text(
            "edge.jwks", "jwks.json", "file or http(s) address of the JWKS document with the public keys of tokens");

    /** {@code edge.jwks-refresh}. */
    public static final Setting<Duration> JWKS_REFRESH = Setting.duration(
            "edge.jwks-refresh",
            Duration.ofSeconds(30),
            Duration.ofMillis(10),
            Duration.ofHours(24),
            "how often the public keys are read again");

    /** {@code edge.token-leeway}. */
    public static final Setting<Duration> TOKEN_LEEWAY = Setting.duration(
            "edge.token-leeway",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(5),
            "how far the clocks of this machine and of the tokens' issuer may differ");

    /** {@code edge.signing-keys}. */
    public static final Setting<List<String>> SIGNING_KEYS = Setting.list(
            "edge.signing-keys",
            "",
            "base64 keys of cursors and tickets, shared by all edges; the first signs, all verify; empty: a key of this"
                    + " process only");

    /** {@code edge.allowed-origins}. */
    public static final Setting<List<String>> ALLOWED_ORIGINS = Setting.list(
            "edge.allowed-origins", "", "origins of web pages that may call, such as https://console.example.com");

    /** {@code edge.max-body-bytes}. */
    public static final Setting<Integer> MAX_BODY_BYTES = Setting.number(
            "edge.max-body-bytes", 1_048_576, 1_024, 1_048_576, "largest body of a request, packed and unpacked");

    /** {@code edge.max-connections}. */
    public static final Setting<Integer> MAX_CONNECTIONS = Setting.number(
            "edge.max-connections",
            8_192,
            1,
            1_000_000,
            "connections at once; must stay well below the limit of open files of the process");

    /** {@code edge.max-requests}. */
    public static final Setting<Integer> MAX_REQUESTS = Setting.number(
            "edge.max-requests",
            4_096,
            1,
            1_000_000,
            "requests under way at once, those that wait among them, of one tenant a quarter at most; more are refused with 503"
                    + " overloaded");

    /** {@code edge.max-streams}. */
    public static final Setting<Integer> MAX_STREAMS = Setting.number(
            "edge.max-streams",
            1_000,
            1,
            8_192,
            "requests at once on one HTTP/2 connection, as it is told when it begins; one more ends the connection");

    /** {@code edge.unsent-bytes}. */
    public static final Setting<Integer> UNSENT_BYTES = Setting.number(
            "edge.unsent-bytes",
            0,
            0,
            2_000_000_000,
            "heap for answers that their clients have not taken yet, and as much again for those of up to 4 KiB; more are"
                    + " refused with 503 overloaded; 0: an eighth of the largest heap each");

    /** {@code edge.head-limit}. */
    public static final Setting<Duration> HEAD_LIMIT = limit("edge.head-limit", 10, "time for the head of a request");

    /** {@code edge.body-limit}. */
    public static final Setting<Duration> BODY_LIMIT =
            limit("edge.body-limit", 30, "time for the whole body of a request");

    /** {@code edge.write-limit}. */
    public static final Setting<Duration> WRITE_LIMIT =
            limit("edge.write-limit", 30, "time for a client to take each MiB of an answer, or what there is of one");

    /** {@code edge.room-limit}. */
    public static final Setting<Duration> ROOM_LIMIT =
            limit("edge.room-limit", 30, "time that an HTTP/2 client may leave an answer without room in its window");

    /** {@code edge.idle-limit}. */
    public static final Setting<Duration> IDLE_LIMIT =
            limit("edge.idle-limit", 75, "time that a connection may wait for its next request");

    /** {@code edge.append-limit}. */
    public static final Setting<Duration> APPEND_LIMIT =
            limit("edge.append-limit", 10, "time that Kafka has to acknowledge a command");

    /** {@code edge.drain-wait}. */
    public static final Setting<Duration> DRAIN_WAIT = Setting.duration(
            "edge.drain-wait",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(1),
            "time between \"not ready\" and the end of listening, for balancers to look elsewhere");

    /** {@code edge.access-log}. */
    public static final Setting<Boolean> ACCESS_LOG =
            Setting.flag("edge.access-log", true, "whether every request is logged");

    /** {@code edge.test-endpoints}. */
    public static final Setting<Boolean> TEST_ENDPOINTS = Setting.flag(
            "edge.test-endpoints", false, "whether /test/echo is mounted, for WebSocket conformance suites");

    private static final List<Setting<?>> OWN_SETTINGS = List.of(
            HOST,
            PORT,
            KAFKA,
            TOPIC_PREFIX,
            JWKS,
            JWKS_REFRESH,
            TOKEN_LEEWAY,
            SIGNING_KEYS,
            ALLOWED_ORIGINS,
            MAX_BODY_BYTES,
            MAX_CONNECTIONS,
            MAX_REQUESTS,
            MAX_STREAMS,
            UNSENT_BYTES,
            HEAD_LIMIT,
            BODY_LIMIT,
            WRITE_LIMIT,
            ROOM_LIMIT,
            IDLE_LIMIT,
            APPEND_LIMIT,
            DRAIN_WAIT,
            ACCESS_LOG,
            TEST_ENDPOINTS);

    /** All settings of the edge. */
    public static final List<Setting<?>> SETTINGS = Stream.of(
                    OWN_SETTINGS, StreamConfig.SETTINGS, RemoteQueriesConfig.SETTINGS)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    public EdgeConfig {
        signingKeys = List.copyOf(signingKeys);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (unsentBytes < LEAST_UNSENT_BYTES) {
            throw new IllegalArgumentException(
                    "edge.unsent-bytes must be 0, or " + LEAST_UNSENT_BYTES + " or more, was " + unsentBytes);
        }
    }

    /** What the settings say. */
    public static EdgeConfig from(Settings settings) {
        return new EdgeConfig(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(KAFKA),
                settings.get(TOPIC_PREFIX),
                settings.get(JWKS),
                settings.get(JWKS_REFRESH),
                settings.get(TOKEN_LEEWAY),
                settings.get(SIGNING_KEYS),
                settings.get(ALLOWED_ORIGINS),
                settings.get(MAX_BODY_BYTES),
                settings.get(MAX_CONNECTIONS),
                settings.get(MAX_REQUESTS),
                settings.get(MAX_STREAMS),
                unsentBytes(settings.get(UNSENT_BYTES)),
                settings.get(HEAD_LIMIT),
                settings.get(BODY_LIMIT),
                settings.get(WRITE_LIMIT),
                settings.get(ROOM_LIMIT),
                settings.get(IDLE_LIMIT),
                settings.get(APPEND_LIMIT),
                settings.get(DRAIN_WAIT),
                settings.get(ACCESS_LOG),
                StreamConfig.from(settings, Set.copyOf(settings.get(ALLOWED_ORIGINS))),
                settings.get(TEST_ENDPOINTS));
    }

    private static long unsentBytes(int set) {
        return set > 0 ? set : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    private static Setting<Duration> limit(String key, int seconds, String meaning) {
        return Setting.duration(key, Duration.ofSeconds(seconds), Duration.ofMillis(10), Duration.ofHours(1), meaning);
    }
}
