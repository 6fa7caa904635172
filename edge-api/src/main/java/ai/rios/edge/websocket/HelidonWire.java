package ai.rios.edge.websocket;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A connection that Helidon accepted and upgraded. */
final class HelidonWire implements Wire {
    private static final System.Logger LOGGER = System.getLogger(HelidonWire.class.getName());

    private final ConnectionContext context;

    HelidonWire(ConnectionContext context) {
        this.context = context;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        try {
            BufferData available = context.dataReader().readBuffer();
            return available.readBytes();
        } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException _) {
            return null;
        } catch (UncheckedIOException failure) {
            throw new IOException("the socket failed while reading", failure);
        }
    }

    @Override
    public void write(byte[] data) throws IOException {
        try {
            context.dataWriter().writeNow(BufferData.create(data));
        } catch (UncheckedIOException | CloseConnectionException failure) {
            throw new IOException("the socket failed while writing", failure);
        }
    }

    @Override
    public void abort() {
        // Closing may wait: a TLS socket wants to say good-bye first, behind a write that the peer does not take.
        Thread.startVirtualThread(() -> {
            try {
                context.serverSocket().close();
            } catch (RuntimeException failure) {
                LOGGER.log(Level.TRACE, "socket was closed before", failure);
            }
        });
    }
}
