package ai.rios.standalone.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A user of one stack. Blocking; one thread. */
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

    private JsonNode get(String path) {
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
        http.close();
    }
}
