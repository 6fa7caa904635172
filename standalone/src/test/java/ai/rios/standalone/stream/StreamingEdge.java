package ai.rios.standalone.stream;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.http.ApiVersions;
import ai.rios.edge.http.Exchanges;
import ai.rios.edge.http.Handshakes;
import ai.rios.edge.http.RequestMetrics;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.stream.ClientSlots;
import ai.rios.edge.stream.EventStream;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.edge.websocket.MonotonicClock;
import ai.rios.edge.websocket.Reception;
import ai.rios.edge.websocket.WebSocketConnections;
import ai.rios.edge.websocket.WebSocketObserver;
import ai.rios.edge.websocket.WebSocketProtocol;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.ids.RandomIds;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** As much of an edge as {@code /v1/stream} needs; a token is the tenant's name. */
final class StreamingEdge implements AutoCloseable {
    private final WebSocketConnections connections = new WebSocketConnections(100, MonotonicClock.system()).start();
    private final EventStream stream;
    private final WebServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    StreamingEdge(Map<String, Object> kafka, String topic, Deserializer<DeploymentEvent> events, Signer signer) {
        InstantSource clock = InstantSource.system();
        stream = EventStream.start(
                StreamConfig.DEFAULTS,
                kafka,
                topic,
                events,
                tenant -> new Authentication.Granted(new Principal(
                        tenant,
                        "alice",
                        Set.of(Scopes.DEPLOYMENTS_READ),
                        Plan.DEFAULT,
                        clock.instant().plusSeconds(600),
                        null)),
                new Tickets(signer, clock),
                new WatchCursors(signer),
                new ClientSlots(10),
                new TenantPositions(_ -> 0),
                clock);
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .addProtocol(new WebSocketProtocol(
                        List.of(stream.endpoint()), connections, reception(), WebSocketObserver.NONE))
                .build()
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!stream.isPositioned()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no place on every partition within a minute");
            }
            Thread.onSpinWait();
        }
    }

    /** Opens a stream; what it says is put into the queue. */
    WebSocket open(String tenant, String query, LinkedBlockingQueue<String> messages) {
        StringBuilder text = new StringBuilder();
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + tenant)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.port() + "/v1/stream" + query), new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket socket, CharSequence data, boolean last) {
                                text.append(data);
                                if (last) {
                                    messages.add(text.toString());
                                    text.setLength(0);
                                }
                                socket.request(1);
                                return null;
                            }
                        })
                .join();
    }

    @Override
    public void close() {
        http.shutdownNow();
        connections.close();
        server.stop();
        stream.close();
    }

    private static Reception reception() {
        InstantSource clock = InstantSource.system();
        return new Handshakes(new Exchanges(
                ApiVersions.shipped(clock),
                Set.of(),
                Tracing.off(),
                new RequestMetrics(new SimpleMeterRegistry(), false),
                new RandomIds(new SecureRandom(), clock),
                clock));
    }
}
