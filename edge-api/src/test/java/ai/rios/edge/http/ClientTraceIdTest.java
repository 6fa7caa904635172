package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.runtime.tracing.TraceScope;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.schemas.ids.RandomIds;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's own trace id that is none of W3C's is found in the span that the collector gets. */
class ClientTraceIdTest {
    private final LinkedBlockingQueue<String> collected = new LinkedBlockingQueue<>();
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::collect);
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    /** Texts stand in the message as they are. */
    private void collect(HttpExchange exchange) throws IOException {
        try (exchange) {
            collected.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private String spanOf(String traceId) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        TracingConfig config = new TracingConfig(Optional.of(address), 100, Duration.ofMillis(10), 512);
        Head head = new Head(
                "GET",
                "/v1/deployments",
                "",
                WritableHeaders.create().add(HeaderNames.create(Names.TRACE_ID), traceId));
        try (Tracing tracing = Tracing.open(config, "edge", "test")) {
            InstantSource clock = InstantSource.system();
            Exchanges exchanges = new Exchanges(
                    ApiVersions.shipped(clock),
                    Set.of(),
                    tracing,
                    new RequestMetrics(new SimpleMeterRegistry(), false),
                    new RandomIds(new SecureRandom(), clock),
                    clock);
            try (TraceScope span = exchanges.span(head)) {
                Map<String, String> headers = exchanges.headers(head, exchanges.begin(head, span));
                assertThat(headers).containsEntry(Names.TRACE_ID, traceId);
            }
        }
        String sent = collected.poll(10, TimeUnit.SECONDS);
        return sent == null ? "" : sent;
    }

    @Test
    void itIsAnAttributeOfTheSpan() throws InterruptedException {
        assertThat(spanOf("trace_xyz789")).contains("rios.client_trace_id", "trace_xyz789");
    }

    @Test
    void oneOfW3csIsTheTracesOwn() throws InterruptedException {
        assertThat(spanOf("0af7651916cd43dd8448eb211c80319c")).contains("rios").doesNotContain("rios.client_trace_id");
    }
}
