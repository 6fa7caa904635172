package ai.rios.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OtlpExportTest {
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private HttpServer receiver;

    private record Received(String path, String contentType, String body) {}

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
                received.add(new Received(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        body));
                mayAnswer.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        receiver.start();
    }

    @AfterEach
    void stopReceiver() {
        mayAnswer.countDown();
        receiver.stop(0);
    }

    @Test
    void finishedSpansReachTheReceiverAsProtobuf() throws InterruptedException {
        mayAnswer.countDown();
        try (Tracing tracing = Tracing.open(config(), "edge", "edge-1")) {
            tracing.internal("work").close();
            tracing.flush();
        }

        Received first = received.poll(10, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(first.path()).isEqualTo("/v1/traces");
        assertThat(first.contentType()).isEqualTo("application/x-protobuf");
        assertThat(first.body()).contains("service.name", "edge", "edge-1", "work");
    }

    @Test
    void aReceiverThatHangsHoldsNobodyUpAndTheQueueStaysBounded() {
        try (Tracing tracing = Tracing.open(config(), "edge", "edge-1")) {
            for (int i = 0; i < 10 * TracingConfig.BATCH; i++) {
                tracing.internal("work").close();
            }
            mayAnswer.countDown();
        }

        // one batch was on its way and one queue was full; the rest of the ten was dropped
        long sent = received.stream()
                .mapToLong(batch -> batch.body().split("work", -1).length - 1L)
                .sum();
        assertThat(sent).isPositive().isLessThanOrEqualTo(3L * TracingConfig.BATCH);
    }

    private TracingConfig config() {
        URI endpoint = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort());
        return new TracingConfig(Optional.of(endpoint), 100, Duration.ofMillis(10), TracingConfig.BATCH);
    }
}
