package ai.rios.standalone.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A user of one stack. Blocking; thread-safe. */
final class Client implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String token;

    Client(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** An answer; the body is missing where there is none. */
    record Reply(int status, HttpHeaders headers, JsonNode json) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** Creates a deployment; the status code of the answer, 0 when there is none. */
    int create(String name) {
        return statusOf("POST", "/v1/deployments", "{\"name\":\"" + name + "\",\"image\":\"nginx:1.27\"}");
    }

    /** Status code of the answer to a read, 0 when there is none. */
    int read(String path) {
        return statusOf("GET", path, "");
    }

    /** As {@link #read}, of a view that has a position. */
    int readAt(String path, long minPosition) {
        return statusOf("GET", path, "", "X-RiOS-Min-Position", Long.toString(minPosition));
    }

    private int statusOf(String method, String path, String body, String... headers) {
        try {
            return exchange(method, path, body, headers).statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    /** Names of all deployments, page by page. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = get("/v1/deployments?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> names.add(item.path("name").asText()));
            if (page.path("nextCursor").isNull() || page.path("nextCursor").isMissingNode()) {
                return names;
            }
            cursor = page.path("nextCursor").asText();
        }
    }

    /** Changes a deployment; the status code of the answer. */
    int patch(String path, String changes) {
        return send("PATCH", path, changes).status();
    }

    /**
     * Opens a stream; what it says is put into the queue.
     *
     * @param cursor where it starts; empty now
     */
    void watch(String cursor, Queue<String> messages) {
        StringBuilder text = new StringBuilder();
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(
                        URI.create(address.replace("http:", "ws:") + "/v1/stream"
                                + (cursor.isEmpty() ? "" : "?cursor=" + cursor)),
                        new WebSocket.Listener() {
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

    /** The body of the answer to a read. */
    JsonNode get(String path) {
        return send("GET", path, "").json();
    }

    /**
     * The answer to any request.
     *
     * @param body empty for none
     * @param headers names and values in turn
     */
    Reply send(String method, String path, String body, String... headers) {
        try {
            HttpResponse<String> answer = exchange(method, path, body, headers);
            return new Reply(answer.statusCode(), answer.headers(), JSON.readTree(answer.body()));
        } catch (IOException failure) {
            throw new IllegalStateException("no answer to " + path, failure);
        }
    }

    private HttpResponse<String> exchange(String method, String path, String body, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        http.shutdownNow(); // sockets end with it
    }
}
