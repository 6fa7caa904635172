package ai.rios.edge.websocket;

import ai.rios.edge.http.TestReception;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A bare Helidon server on a free loopback port with WebSocket endpoints and nothing else. */
final class EchoServer implements AutoCloseable {
    static final String PATH = "/test/echo";

    private final WebSocketConnections connections;
    private final WebServer server;

    private EchoServer(List<WebSocketEndpoint> endpoints, int maxConnections, int port) {
        connections = new WebSocketConnections(maxConnections, MonotonicClock.system()).start();
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(port)
                .shutdownHook(false)
                // As the edge's own: else whatever is above 8 KiB waits 40 ms for an acknowledgement.
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .addProtocol(
                        new WebSocketProtocol(endpoints, connections, TestReception.open(), WebSocketObserver.NONE))
                .build()
                .start();
    }

    /** For suites run by hand: {@code EchoServer PORT}, until the process is killed. */
    static void main(String[] arguments) throws InterruptedException {
        try (EchoServer server = start(1_000, Integer.parseInt(arguments[0]), new EchoEndpoint(PATH))) {
            System.out.println("ws://127.0.0.1:" + server.port() + PATH);
            Thread.currentThread().join();
        }
    }

    static EchoServer start() {
        return start(1_000, 0, new EchoEndpoint(PATH));
    }

    static EchoServer start(int maxConnections, int port, WebSocketEndpoint... endpoints) {
        return new EchoServer(List.of(endpoints), maxConnections, port);
    }

    int port() {
        return server.port();
    }

    WebSocketConnections connections() {
        return connections;
    }

    /** An echo with other settings than the shipped one's. */
    static WebSocketEndpoint echo(String path, UnaryOperator<WebSocketSettings> change) {
        EchoEndpoint echo = new EchoEndpoint(path);
        WebSocketSettings settings = change.apply(WebSocketSettings.DEFAULTS);
        return new WebSocketEndpoint() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public WebSocketSettings settings() {
                return settings;
            }

            @Override
            public HandshakeDecision handshake(HandshakeRequest request) {
                return echo.handshake(request);
            }
        };
    }

    @Override
    public void close() {
        try {
            connections.drain(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        connections.close();
        server.stop();
    }
}
