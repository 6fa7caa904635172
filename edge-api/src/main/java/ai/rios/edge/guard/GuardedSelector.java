package ai.rios.edge.guard;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * The only way into the server: takes every connection before its first byte, so that one that stays silent is guarded too, and
 * then hands it to HTTP/1.1 or HTTP/2 by what it says. (Helidon by itself waits for the first bytes before it asks any selector,
 * unless there is but one.) Thread-safe.
 */
public final class GuardedSelector implements ServerConnectionSelector {
    private final Guards guards;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;

    /** A selector in front of these two. */
    public GuardedSelector(Guards guards, ServerConnectionSelector http1, ServerConnectionSelector http2) {
        this.guards = guards;
        this.http1 = http1;
        this.http2 = http2;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        return new GuardedConnection(ctx, guards, http1, http2);
    }
}
