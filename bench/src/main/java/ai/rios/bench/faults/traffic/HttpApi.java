package ai.rios.bench.faults.traffic;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An edge over HTTP/1.1. */
public final class HttpApi implements Api {
    /** Beyond the 30 s that a write may take by the contract. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final URI edge;

    /** @param edge its base address */
    public HttpApi(URI edge) {
        this.edge = edge;
    }

    @Override
    public Optional<Reply> send(
            String token, String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.resolve(path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Optional.of(new Reply(answer.statusCode(), answer.headers(), MAPPER.readTree(answer.body())));
        } catch (IOException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while " + path + " was to be answered", e);
        }
    }

    @Override
    public CompletableFuture<WebSocket> stream(String token, String cursor, WebSocket.Listener listener) {
        URI address = URI.create("ws://" + edge.getAuthority() + "/v1/stream?cursor=" + cursor);
        return http.newWebSocketBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, listener);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
