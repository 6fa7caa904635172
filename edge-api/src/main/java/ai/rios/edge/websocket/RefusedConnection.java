package ai.rios.edge.websocket;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** Stands for a handshake that has been answered with an error: there is nothing left but to close. Immutable. */
final class RefusedConnection implements ServerConnection {
    @Override
    public void handle(Limit limit) {
        // Returning ends the connection.
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        // It closes by itself.
    }
}
