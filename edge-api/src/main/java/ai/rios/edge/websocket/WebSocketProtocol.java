package ai.rios.edge.websocket;

import io.helidon.webserver.spi.ProtocolConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoints of one listener, in the form in which Helidon takes a protocol:
 * {@code WebServer.builder().addProtocol(protocol)}. Immutable, thread-safe.
 *
 * <p>The server must set {@code TCP_NODELAY}:
 * {@code connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())}, of {@code io.helidon.common.socket}. Without it the
 * end of a message above 8 KiB waits for an acknowledgement that the client delays, about 40 ms.
 */
public final class WebSocketProtocol implements ProtocolConfig {
    static final String TYPE = "rios-websocket";

    private final Map<String, Route> routes = new HashMap<>();
    private final WebSocketConnections connections;
    private final Reception reception;
    private final WebSocketObserver observer;

    /** An endpoint and the compression that its connections share. */
    record Route(WebSocketEndpoint endpoint, ConnectionCodecs.Pools pools) {}

    /**
     * @param endpoints with paths all different
     * @param connections counts, times and drains them
     * @param reception gives handshakes what all requests get
     * @param observer for metrics
     */
    public WebSocketProtocol(
            List<WebSocketEndpoint> endpoints,
            WebSocketConnections connections,
            Reception reception,
            WebSocketObserver observer) {
        this.connections = connections;
        this.reception = reception;
        this.observer = observer;
        for (WebSocketEndpoint endpoint : endpoints) {
            Route route = new Route(
                    endpoint, ConnectionCodecs.Pools.of(endpoint.settings().compression()));
            if (routes.putIfAbsent(endpoint.path(), route) != null) {
                throw new IllegalArgumentException("two WebSocket endpoints on " + endpoint.path());
            }
        }
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Nullable Route route(String path) {
        return routes.get(path);
    }

    WebSocketConnections connections() {
        return connections;
    }

    Reception reception() {
        return reception;
    }

    WebSocketObserver observer() {
        return observer;
    }
}
