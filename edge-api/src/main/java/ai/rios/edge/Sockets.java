package ai.rios.edge;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.stream.ClientSlots;
import ai.rios.edge.stream.EventStream;
import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.EchoEndpoint;
import ai.rios.edge.websocket.HandshakeRequest;
import ai.rios.edge.websocket.MonotonicClock;
import ai.rios.edge.websocket.Reception;
import ai.rios.edge.websocket.WebSocketConnections;
import ai.rios.edge.websocket.WebSocketEndpoint;
import ai.rios.edge.websocket.WebSocketObserver;
import ai.rios.edge.websocket.WebSocketProtocol;
import ai.rios.runtime.guard.RequestWatch;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;
import io.helidon.webserver.spi.ProtocolConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The WebSocket side of an edge: {@code /v1/stream}, and {@code /test/echo} where {@code edge.test-endpoints} is on.
 * Thread-safe.
 *
 * <pre>
 * rios_edge_sockets                       open now, handshakes included
 * rios_edge_handshakes_total{path,status} 101 or the error's
 * rios_edge_socket_closes_total{path,code}
 * </pre>
 */
final class Sockets implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sockets.class.getName());
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final String ECHO_PATH = "/test/echo";

    private final WebSocketConnections connections;
    private final Optional<EventStream> stream;
    private final List<ProtocolConfig> protocols;

    /**
     * What sockets share with the rest of the edge.
     *
     * @param signer of cursors and tickets
     * @param positions are told those of the events that the stream sees
     * @param reception receives handshakes as ordinary requests are
     */
    record Parts(
            Authenticator authenticator,
            Signer signer,
            TenantPositions positions,
            Reception reception,
            MeterRegistry registry,
            InstantSource clock) {}

    /** Makes them once the parts are there. */
    interface Maker {
        Sockets open(Parts parts);
    }

    private Sockets(EdgeConfig config, Parts parts, Optional<EventStream> stream) {
        this.stream = stream;
        this.connections = new WebSocketConnections(config.maxConnections(), MonotonicClock.system()).start();
        List<WebSocketEndpoint> endpoints = new ArrayList<>();
        stream.ifPresent(events -> {
            endpoints.add(events.endpoint());
            FunctionCounter.builder("rios.edge.stream.unreadable", events, EventStream::unreadable)
                    .register(parts.registry());
        });
        if (config.testEndpoints()) {
            LOG.log(Level.WARNING, "edge.test-endpoints is on: anyone may use {0}", ECHO_PATH);
            endpoints.add(new EchoEndpoint(ECHO_PATH));
        }
        parts.registry().gauge("rios.edge.sockets", connections, WebSocketConnections::count);
        this.protocols = List.of(
                new WebSocketProtocol(endpoints, connections, parts.reception(), new SocketMetrics(parts.registry())));
    }

    /** With {@code /v1/stream} from Kafka. */
    static Maker onKafka(EdgeConfig config, Map<String, Object> kafka, TopicCatalogue topics, SchemaIds schemas) {
        return with(
                config,
                parts -> EventStream.start(
                        config.stream(),
                        kafka,
                        topics.deploymentEvents().name(),
                        new MessageSerde<>(Codecs.EVENT, schemas).deserializer(),
                        parts.authenticator(),
                        new Tickets(parts.signer(), parts.clock()),
                        new WatchCursors(parts.signer()),
                        new ClientSlots(config.stream().maxPerClient()),
                        parts.positions(),
                        parts.clock()));
    }

    /** With {@code /v1/stream} from wherever its maker has the events. */
    static Maker with(EdgeConfig config, Function<Parts, EventStream> stream) {
        return parts -> new Sockets(config, parts, Optional.of(stream.apply(parts)));
    }

    /** Without Kafka and so without {@code /v1/stream}. */
    static Maker withoutStream(EdgeConfig config) {
        return parts -> new Sockets(config, parts, Optional.empty());
    }

    /** For the server. */
    List<ProtocolConfig> protocols() {
        return protocols;
    }

    /** Whether a socket opened now misses nothing. */
    boolean isPositioned() {
        return stream.map(EventStream::isPositioned).orElse(true);
    }

    /** Takes no more sockets, closes the open ones with 1001 after what waits for them, and leaves the log. Blocking. */
    @Override
    public void close() {
        try {
            int cutOff = connections.drain(DRAIN_LIMIT);
            if (cutOff > 0) {
                LOG.log(Level.WARNING, "sockets cut off while draining, count=" + cutOff);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.close();
        stream.ifPresent(EventStream::close);
    }

    /** Counts; every label is from a small fixed set. */
    private record SocketMetrics(MeterRegistry registry) implements WebSocketObserver {
        @Override
        public void answered(HandshakeRequest request, int status) {
            registry.counter("rios.edge.handshakes", "path", request.path(), "status", Integer.toString(status))
                    .increment();
        }

        /** Runs on the connection's thread, whose request is over: the guard of slow requests has no more to do. */
        @Override
        public void opened(HandshakeRequest request) {
            RequestWatch.rest();
        }

        @Override
        public void closed(HandshakeRequest request, CloseReason reason) {
            registry.counter("rios.edge.socket.closes", "path", request.path(), "code", label(reason.code()))
                    .increment();
        }

        /** Clients may send any code from 3000 on: those that are not ours count together. */
        private static String label(int code) {
            return code < 1_015 || (code >= 4_000 && code <= 4_010) ? Integer.toString(code) : "other";
        }
    }
}
