package ai.rios.edge.websocket;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A WebSocket as Helidon sees it: something that runs on the connection's thread, may be idle and can be closed. */
final class UpgradedConnection implements ServerConnection {
    private final WebSocketConnection connection;
    private final WebSocketProtocol protocol;

    UpgradedConnection(WebSocketConnection connection, WebSocketProtocol protocol) {
        this.connection = connection;
        this.protocol = protocol;
    }

    @Override
    public void handle(Limit limit) {
        protocol.observer().opened(connection.request());
        try {
            connection.run();
        } finally {
            protocol.connections().gone(connection);
            protocol.observer().closed(connection.request(), connection.reason());
        }
    }

    /** Never idle in Helidon's eyes: this layer looks after silent peers by itself, with a close frame. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** Called when the server stops: gently first, then with {@code interrupt}. */
    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            connection.abort();
        } else {
            connection.close(new CloseReason(CloseReason.GOING_AWAY, "draining"));
        }
    }
}
