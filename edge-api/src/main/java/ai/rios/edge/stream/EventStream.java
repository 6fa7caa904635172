package ai.rios.edge.stream;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.log.KafkaLogs;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.websocket.WebSocketEndpoint;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * {@code /v1/stream} and the consumers behind it. An edge starts one, gives {@link #endpoint()} to its WebSocket protocol, is
 * ready only when {@link #isPositioned()}, and closes it after its sockets. Thread-safe.
 */
public final class EventStream implements AutoCloseable {
    private final StreamMessages messages;
    private final LiveEvents live;
    private final CatchUpReaders catchUp;
    private final StreamEndpoint endpoint;

    private EventStream(StreamMessages messages, LiveEvents live, CatchUpReaders catchUp, StreamEndpoint endpoint) {
        this.messages = messages;
        this.live = live;
        this.catchUp = catchUp;
        this.endpoint = endpoint;
    }

    /**
     * Starts to follow the events topic in Kafka; answers at once.
     *
     * @param kafka settings of all clients, {@code bootstrap.servers} among them
     * @param topic of deployment events
     * @param events reads their values
     * @param slots sockets of each client, shared with whatever else counts them
     * @param positions are told those of all events that come by
     */
    public static EventStream start(
            StreamConfig config,
            Map<String, Object> kafka,
            String topic,
            Deserializer<DeploymentEvent> events,
            Authenticator authenticator,
            Tickets tickets,
            WatchCursors cursors,
            ClientSlots slots,
            TenantPositions positions,
            InstantSource clock) {
        Map<String, Object> clients = new HashMap<>(kafka);
        return start(
                config,
                () -> KafkaLogs.consumer(clients),
                () -> KafkaLogs.topicId(clients, topic),
                topic,
                new StreamMessages(events, cursors),
                new StreamCredentials(authenticator, tickets),
                cursors,
                slots,
                positions,
                clock);
    }

    /** Starts on any consumers. */
    static EventStream start(
            StreamConfig config,
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<String> topicIds,
            String topic,
            StreamMessages messages,
            StreamCredentials credentials,
            WatchCursors cursors,
            ClientSlots slots,
            TenantPositions positions,
            InstantSource clock) {
        LiveEvents live = new LiveEvents(consumers, topicIds, topic, messages, positions, clock);
        CatchUpReaders catchUp = new CatchUpReaders(consumers, live::topicId, topic, messages, config);
        StreamEndpoint endpoint = new StreamEndpoint(config, credentials, cursors, slots, live, catchUp);
        live.start();
        catchUp.start();
        return new EventStream(messages, live, catchUp, endpoint);
    }

    /** The endpoint of {@code /v1/stream}. */
    public WebSocketEndpoint endpoint() {
        return endpoint;
    }

    /** Whether the live consumer has a place on every partition: before that, a new socket could miss events. */
    public boolean isPositioned() {
        return live.isPositioned();
    }

    /** Events that were left out of sockets so far, for they could not be read. */
    public long unreadable() {
        return messages.unreadable();
    }

    /** The id of the log that is followed; empty while there is no place in it. */
    Optional<String> topicId() {
        return live.topicId();
    }

    @Override
    public void close() {
        live.close();
        catchUp.close();
    }
}
