package ai.rios.runtime.guard;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection with its guard, until it is known what it speaks, and then around that. Runs on the connection's thread. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ConnectionContext ctx;
    private final Guards guards;
    private final Until until;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;

    /** Set by the connection's thread, read by those that stop the server. */
    private volatile @Nullable ServerConnection spoken;

    /** Set by those that stop the server, read by the connection's thread. */
    private volatile boolean stopped;

    /** How long the first deadline of a connection counts. */
    enum Until {
        /** Until a request's head is there, or HTTP/2 is spoken. */
        HEAD,

        /** Until a request is admitted. */
        ADMITTED
    }

    GuardedConnection(
            ConnectionContext ctx,
            Guards guards,
            Until until,
            ServerConnectionSelector http1,
            ServerConnectionSelector http2) {
        this.ctx = ctx;
        this.guards = guards;
        this.until = until;
        this.http1 = http1;
        this.http2 = http2;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        Guards.Guard guard = guards.add(ctx);
        RequestWatch.begin(guard);
        try {
            guard.awaitHead();
            boolean isHttp2 = speaksHttp2();
            if (isHttp2 && until == Until.HEAD) {
                guard.rest();
            }
            ServerConnection connection = (isHttp2 ? http2 : http1).connection(ctx);
            spoken = connection;
            if (!stopped) {
                connection.handle(limit);
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("closed before a request", e);
        } finally {
            RequestWatch.end();
            guards.remove(ctx, guard);
        }
    }

    @Override
    public boolean canInterrupt() {
        ServerConnection connection = spoken;
        return connection == null || (connection instanceof InterruptableTask<?> task && task.canInterrupt());
    }

    @Override
    public Duration idleTime() {
        ServerConnection connection = spoken;
        return connection == null ? Duration.ZERO : connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        stopped = true;
        ServerConnection connection = spoken;
        if (connection == null) {
            Guards.closeQuietly(() -> ctx.serverSocket().close());
        } else {
            connection.close(interrupt);
        }
    }

    /** Waits for as many first bytes as tell the two apart; takes none of them away. */
    private boolean speaksHttp2() {
        DataReader reader = ctx.dataReader();
        reader.ensureAvailable();
        while (true) {
            int available = Math.min(reader.available(), HTTP2_PREFACE.length);
            BufferData first = reader.getBuffer(available);
            for (int i = 0; i < available; i++) {
                if (first.read() != HTTP2_PREFACE[i]) {
                    return false;
                }
            }
            if (available == HTTP2_PREFACE.length) {
                return true;
            }
            reader.pullData();
        }
    }
}
