package ai.rios.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HealthListenerTest {
    /** Less than the time after which a half-sent request is cut: whoever waits for that is late. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_500);

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Health health = new Health("1.2.3", InstantSource.system())
            .ready(HealthCheck.of("partitions", ready::get, "none assigned"));
    private final Metrics metrics = Metrics.open("handler", "handler-1");
    private final HealthListener listener = HealthListener.open(new HealthConfig("127.0.0.1", 0), health, metrics);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        listener.close();
        metrics.close();
    }

    @Test
    void liveAndReadyAreAnsweredApart() throws Exception {
        ready.set(false);

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health").body()).contains("\"status\":\"down\"").contains("none assigned");
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
        assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(get("/health/other").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/health").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsNamed() {
        HealthConfig taken = new HealthConfig("127.0.0.1", listener.port());

        assertThatThrownBy(() -> HealthListener.open(taken, health, metrics))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + listener.port());
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void halfSentRequestsKeepNobodyWaiting() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200); // client and listener are warm
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
                halfSent.add(socket);
                socket.getOutputStream().write("GET /health/live HT".getBytes(StandardCharsets.US_ASCII));
            }

            HttpResponse<String> answer = client.send(
                    request("GET", "/health/live").timeout(AT_ONCE).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(request(method, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
    }
}
