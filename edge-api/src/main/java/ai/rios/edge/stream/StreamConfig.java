package ai.rios.edge.stream;

import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How {@code /v1/stream} is set up. Keys live under {@code edge.stream}. Immutable.
 *
 * @param allowedOrigins web pages that may open it; empty for none
 * @param maxPerClient sockets of one client at this edge, but in plan {@code development}
 * @param catchUpReaders consumers that feed sockets which are behind; each has a thread
 * @param catchUpPlaces sockets that are fed by them or wait for it, and handshakes with a cursor, at most
 * @param catchUpPlacesPerTenant those of one tenant
 * @param catchUpTurn how long one socket is fed before the next has its turn
 * @param sockets limits and times of each socket
 */
public record StreamConfig(
        Set<String> allowedOrigins,
        int maxPerClient,
        int catchUpReaders,
        int catchUpPlaces,
        int catchUpPlacesPerTenant,
        Duration catchUpTurn,
        WebSocketSettings sockets) {
    /** Bytes; this stream listens to nothing, so that a client has little to say. */
    private static final int LONGEST_MESSAGE = 4_096;

    /** {@code edge.stream.max-per-client}. */
    public static final Setting<Integer> MAX_PER_CLIENT = Setting.number(
            "edge.stream.max-per-client", 10, 1, 1_000_000, "sockets of one client at this edge, in plan default");

    /** {@code edge.stream.catch-up-readers}. */
    public static final Setting<Integer> CATCH_UP_READERS = Setting.number(
            "edge.stream.catch-up-readers", 2, 1, 64, "consumers that feed sockets which are behind from the log");

    /** {@code edge.stream.catch-up-places}. */
    public static final Setting<Integer> CATCH_UP_PLACES = Setting.number(
            "edge.stream.catch-up-places",
            1_024,
            1,
            65_536,
            "sockets that are fed from the log, wait for it, or ask for a cursor's place; more are refused, or end with 1013");

    /** {@code edge.stream.catch-up-places-per-tenant}. */
    public static final Setting<Integer> CATCH_UP_PLACES_PER_TENANT = Setting.number(
            "edge.stream.catch-up-places-per-tenant",
            128,
            1,
            65_536,
            "places among these that one tenant may have; an eighth of all is kept for cursors' places");

    /** {@code edge.stream.catch-up-turn}. */
    public static final Setting<Duration> CATCH_UP_TURN = Setting.duration(
            "edge.stream.catch-up-turn",
            Duration.ofMillis(250),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            "how long one socket is fed from the log before the next has its turn");

    /** {@code edge.stream.queue-messages}. */
    public static final Setting<Integer> QUEUE_MESSAGES = Setting.number(
            "edge.stream.queue-messages",
            256,
            1,
            65_536,
            "messages that wait for one socket; a client that is further behind is fed from the log");

    /** {@code edge.stream.queue-bytes}. */
    public static final Setting<Integer> QUEUE_BYTES = Setting.number(
            "edge.stream.queue-bytes", 2_097_152, 1_024, 67_108_864, "bytes of messages that wait for one socket");

    /** {@code edge.stream.max-message-bytes}. */
    public static final Setting<Integer> MAX_MESSAGE_BYTES = Setting.number(
            "edge.stream.max-message-bytes",
            LONGEST_MESSAGE,
            125,
            1_048_576,
            "largest message of a client, unpacked; a larger one ends its socket with 1009");

    /** {@code edge.stream.messages-per-second}. */
    public static final Setting<Integer> MESSAGES_PER_SECOND = Setting.number(
            "edge.stream.messages-per-second",
            100,
            1,
            100_000,
            "messages that a client may send; more of them for 3 s end its socket with 4008");

    /** {@code edge.stream.ping-every}. */
    public static final Setting<Duration> PING_EVERY = time(
            "edge.stream.ping-every", Duration.ofSeconds(30), "how often a socket is pinged; less than dead-after");

    /** {@code edge.stream.dead-after}. */
    public static final Setting<Duration> DEAD_AFTER = time(
            "edge.stream.dead-after", Duration.ofSeconds(75), "silence of a client after which its socket ends, 4010");

    /** {@code edge.stream.lifetime}. */
    public static final Setting<Duration> LIFETIME =
            time("edge.stream.lifetime", Duration.ofHours(24), "age at which a socket ends with 4001");

    /** {@code edge.stream.close-limit}. */
    public static final Setting<Duration> CLOSE_LIMIT = time(
            "edge.stream.close-limit", Duration.ofSeconds(5), "time for the goodbyes of a socket before it is cut off");

    /** All settings of the stream. */
    public static final List<Setting<?>> SETTINGS = List.of(
            MAX_PER_CLIENT,
            CATCH_UP_READERS,
            CATCH_UP_PLACES,
            CATCH_UP_PLACES_PER_TENANT,
            CATCH_UP_TURN,
            QUEUE_MESSAGES,
            QUEUE_BYTES,
            MAX_MESSAGE_BYTES,
            MESSAGES_PER_SECOND,
            PING_EVERY,
            DEAD_AFTER,
            LIFETIME,
            CLOSE_LIMIT);

    /** No web pages, ten sockets a client, two readers for 1,024 sockets, 128 a tenant, turns of 250 ms. */
    public static final StreamConfig DEFAULTS = new StreamConfig(
            Set.of(),
            10,
            2,
            1_024,
            128,
            Duration.ofMillis(250),
            WebSocketSettings.DEFAULTS.withMaxMessageBytes(LONGEST_MESSAGE));

    /** Refuses what cannot work. */
    public StreamConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (catchUpReaders < 1) {
            throw new IllegalArgumentException("edge.stream.catch-up-readers must be 1 or more, was " + catchUpReaders);
        }
        if (catchUpPlaces < 1) {
            throw new IllegalArgumentException("edge.stream.catch-up-places must be 1 or more, was " + catchUpPlaces);
        }
        if (catchUpPlacesPerTenant < 1) {
            throw new IllegalArgumentException(
                    "edge.stream.catch-up-places-per-tenant must be 1 or more, was " + catchUpPlacesPerTenant);
        }
        if (!catchUpTurn.isPositive()) {
            throw new IllegalArgumentException("edge.stream.catch-up-turn must be positive, was " + catchUpTurn);
        }
    }

    /**
     * What the settings say.
     *
     * @throws IllegalArgumentException when {@code dead-after} is not more than {@code ping-every}
     */
    public static StreamConfig from(Settings settings, Set<String> allowedOrigins) {
        WebSocketSettings usual = WebSocketSettings.DEFAULTS;
        return new StreamConfig(
                allowedOrigins,
                settings.get(MAX_PER_CLIENT),
                settings.get(CATCH_UP_READERS),
                settings.get(CATCH_UP_PLACES),
                settings.get(CATCH_UP_PLACES_PER_TENANT),
                settings.get(CATCH_UP_TURN),
                new WebSocketSettings(
                        settings.get(MAX_MESSAGE_BYTES),
                        new WebSocketSettings.Queue(settings.get(QUEUE_MESSAGES), settings.get(QUEUE_BYTES)),
                        new WebSocketSettings.Times(
                                settings.get(PING_EVERY),
                                settings.get(DEAD_AFTER),
                                settings.get(LIFETIME),
                                settings.get(CLOSE_LIMIT)),
                        new WebSocketSettings.Rate(
                                settings.get(MESSAGES_PER_SECOND), usual.rate().patience()),
                        usual.compression()));
    }

    private static Setting<Duration> time(String key, Duration usual, String meaning) {
        return Setting.duration(key, usual, Duration.ofMillis(10), Duration.ofHours(24), meaning);
    }
}
