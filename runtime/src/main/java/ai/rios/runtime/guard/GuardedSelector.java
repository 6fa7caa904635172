package ai.rios.runtime.guard;

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
    private final GuardedConnection.Until until;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;

    private GuardedSelector(
            Guards guards,
            GuardedConnection.Until until,
            ServerConnectionSelector http1,
            ServerConnectionSelector http2) {
        this.guards = guards;
        this.until = until;
        this.http1 = http1;
        this.http2 = http2;
    }

    /** For anybody: a connection has its time for each head. Needs a {@link RequestWatch} on HTTP/1.1. */
    public static GuardedSelector untilHead(
            Guards guards, ServerConnectionSelector http1, ServerConnectionSelector http2) {
        return new GuardedSelector(guards, GuardedConnection.Until.HEAD, http1, http2);
    }

    /**
     * For clients that show who they are: a connection has the time of a head until {@link Guards#admit} is called for the first
     * of its requests, whatever else it sends, and no deadline after that.
     */
    public static GuardedSelector untilAdmitted(
            Guards guards, ServerConnectionSelector http1, ServerConnectionSelector http2) {
        return new GuardedSelector(guards, GuardedConnection.Until.ADMITTED, http1, http2);
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
        return new GuardedConnection(ctx, guards, until, http1, http2);
    }
}
