package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An edge over HTTP/1.1. */
public final class HttpApi implements Api {
    /** Beyond the 30 s that a write may take by the contract. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int FIRST_ERROR = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final URI edge;
    private final Duration answerLimit;

    /** @param edge its base address */
    public HttpApi(URI edge) {
        this(edge, ANSWER_LIMIT);
    }

    /** @param answerLimit from a request to the last byte of its answer */
    HttpApi(URI edge, Duration answerLimit) {
        this.edge = edge;
        this.answerLimit = answerLimit;
    }

    @Override
    public Optional<Reply> send(
            String token, String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.resolve(path))
                .timeout(answerLimit)
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        try {
            // The limit of the request ends with the headers; a body may stall, too.
            HttpResponse<byte[]> answer = sent.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(new Reply(answer.statusCode(), answer.headers(), json(path, answer)));
        } catch (TimeoutException stalled) {
            sent.cancel(true);
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException) {
                return Optional.empty();
            }
            throw new BenchException("Cannot send " + method + ' ' + path, failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while " + path + " was to be answered", e);
        }
    }

    /** Something else than the edge may have made an error; what is well is the edge's, and JSON. */
    private static JsonNode json(String path, HttpResponse<byte[]> answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            if (answer.statusCode() < FIRST_ERROR) {
                throw new BenchException(
                        path + " was answered " + answer.statusCode() + " with what is not JSON: "
                                + new String(answer.body(), StandardCharsets.UTF_8),
                        e);
            }
            return MissingNode.getInstance();
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
