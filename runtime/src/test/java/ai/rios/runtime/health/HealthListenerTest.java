package ai.rios.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthListenerTest {
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

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
