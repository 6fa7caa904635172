package ai.rios.edge.http;

import ai.rios.runtime.guard.GuardedSelector;
import ai.rios.runtime.guard.Guards;
import ai.rios.runtime.guard.RequestWatch;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionProvider;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionProvider;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Helidon's server, set up as measured: HTTP/1.1 and HTTP/2 in the clear on one port. Thread-safe. */
public final class HttpServer implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(5);
    private static final String LISTENER = "@default";
    private static final int MAX_HEAD_BYTES = 16_384;
    private static final int MAX_ADDRESS_BYTES = 8_192;

    private final WebServer server;

    private HttpServer(WebServer server) {
        this.server = server;
    }

    /**
     * What to listen on, and how.
     *
     * @param host empty for all addresses
     * @param port 0 for any free one
     * @param maxStreams requests at once on one HTTP/2 connection
     * @param roomLimit time that an HTTP/2 client may leave an answer without room
     * @param protocols to upgrade to
     */
    public record Config(
            String host,
            int port,
            int maxBodyBytes,
            int maxConnections,
            Duration idleLimit,
            int maxStreams,
            Duration roomLimit,
            List<ProtocolConfig> protocols) {
        public Config {
            protocols = List.copyOf(protocols);
        }
    }

    /**
     * Starts to listen.
     *
     * @param guards close connections whose clients are too slow
     * @param below answers what cannot be routed
     * @throws IllegalStateException when the address cannot be had
     */
    public static HttpServer start(Config config, FrontDoor frontDoor, Guards guards, DirectHandlers below) {
        WebServerConfig.Builder builder = WebServer.builder();
        if (config.host().isEmpty()) {
            builder.bindAddress(new InetSocketAddress(config.port()));
        } else {
            builder.host(config.host()).port(config.port());
        }
        builder.maxPayloadSize(config.maxBodyBytes())
                .maxTcpConnections(config.maxConnections())
                .idleConnectionTimeout(config.idleLimit())
                .idleConnectionPeriod(min(IDLE_CHECK, config.idleLimit()))
                .shutdownGracePeriod(GRACE)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .contentEncoding(new UntouchedBodies())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(below)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(selector(config, guards))
                .routing(routing -> routing.any(frontDoor));
        WebServer server = start(builder, config.port());
        if (!server.isRunning() || server.port() <= 0) { // the server logs why, and starts without its listener
            server.stop();
            throw cannotListen(config.port(), "the address is in use or not allowed", null);
        }
        return new HttpServer(server);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Whether it listens. */
    public boolean isRunning() {
        return server.isRunning();
    }

    /** Stops listening, lets requests under way finish for a while, and ends. */
    @Override
    public void close() {
        server.stop();
    }

    private static GuardedSelector selector(Config config, Guards guards) {
        Http1Config http1 = Http1Config.builder()
                .maxHeadersSize(MAX_HEAD_BYTES)
                .maxPrologueLength(MAX_ADDRESS_BYTES)
                .sendKeepAliveHeader(false)
                .addReceiveListener(new RequestWatch())
                .build();
        Http2Config http2 = Http2Config.builder()
                .maxHeaderListSize(MAX_HEAD_BYTES)
                .maxConcurrentStreams(config.maxStreams())
                .flowControlTimeout(config.roomLimit())
                .build();
        List<ProtocolConfig> all = new ArrayList<>(config.protocols());
        all.add(http1);
        all.add(http2);
        ProtocolConfigs protocols = ProtocolConfigs.create(all);
        return GuardedSelector.untilHead(
                guards,
                new StrictHttp1(
                        strictUpgrades(new Http1ConnectionProvider().create(LISTENER, http1, protocols), http2)),
                new Http2ConnectionProvider().create(LISTENER, http2, protocols));
    }

    private static ServerConnectionSelector strictUpgrades(ServerConnectionSelector http1, Http2Config http2) {
        if (!(http1 instanceof Http1ConnectionSelector selector)) {
            throw new IllegalStateException("Helidon's HTTP/1.1 has another selector: " + http1.getClass());
        }
        return Http1ConnectionSelector.builder()
                .from(selector.prototype())
                .addUpgrader(new StrictHttp2Upgrade(Http2Upgrader.create(http2)))
                .build();
    }

    private static WebServer start(WebServerConfig.Builder builder, int port) {
        try {
            return builder.build().start();
        } catch (RuntimeException e) {
            throw cannotListen(port, rootMessage(e), e);
        }
    }

    private static IllegalStateException cannotListen(int port, String reason, @Nullable Throwable cause) {
        return new IllegalStateException("edge.port " + port + " cannot be listened on: " + reason, cause);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
