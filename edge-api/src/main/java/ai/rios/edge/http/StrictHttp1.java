package ai.rios.edge.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** HTTP/1.1 whose bytes come through a {@link StrictReader}. Thread-safe. */
final class StrictHttp1 implements ServerConnectionSelector {
    private final ServerConnectionSelector http1;

    StrictHttp1(ServerConnectionSelector http1) {
        this.http1 = http1;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        return http1.connection(new Context(ctx, new StrictReader(ctx.dataReader())));
    }

    /** A connection with another reader. */
    private record Context(ConnectionContext own, DataReader dataReader) implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return own.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return own.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return own.dataWriter();
        }

        @Override
        public Router router() {
            return own.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return own.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return own.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return own.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return own.localPeer();
        }

        @Override
        public boolean isSecure() {
            return own.isSecure();
        }

        @Override
        public String socketId() {
            return own.socketId();
        }

        @Override
        public String childSocketId() {
            return own.childSocketId();
        }
    }
}
