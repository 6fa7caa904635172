package ai.rios.standalone.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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

    /** Creates a deployment; the status code of the answer, 0 when there is none. */
    int create(String name) {
        HttpRequest request = request("/v1/deployments")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\",\"image\":\"nginx:1.27\"}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException noAnswer) {
            return 0;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Status code of the answer to a read, 0 when there is none. */
    int read(String path) {
        return status(request(path));
    }

    /** As {@link #read}, of a view that has a position. */
    int readAt(String path, long minPosition) {
        return status(request(path).header("X-RiOS-Min-Position", Long.toString(minPosition)));
    }

    private int status(HttpRequest.Builder request) {
        try {
            return http.send(request.GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
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
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(changes))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException failure) {
            throw new IllegalStateException("no answer to " + path, failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Opens a stream at a cursor; what it says is put into the queue. */
    void watch(String cursor, Queue<String> messages) {
        StringBuilder text = new StringBuilder();
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(
                        URI.create(address.replace("http:", "ws:") + "/v1/stream?cursor=" + cursor),
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
        try {
            return JSON.readTree(http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException failure) {
            throw new IllegalStateException("no answer to " + path, failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        http.shutdownNow(); // sockets end with it
    }
}
