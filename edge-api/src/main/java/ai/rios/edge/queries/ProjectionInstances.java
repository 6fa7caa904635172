package ai.rios.edge.queries;

import ai.rios.edge.outbound.BoundedExchange;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 side: one connection an instance, kept open, over which all questions to it go. Thread-safe; blocks the calling
 * thread.
 */
final class ProjectionInstances implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration TABLE_LIMIT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String authorization;

    ProjectionInstances(String secret) {
        this.authorization = "Bearer " + secret;
    }

    /**
     * Asks an instance.
     *
     * @param target path and query
     * @param epoch of the table by which it is asked; null where that does not matter
     * @throws IOException when it cannot be reached or does not answer in time
     */
    HttpResponse<byte[]> get(String instance, String target, @Nullable String epoch, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + instance + target))
                .header(QueryHeaders.AUTHORIZATION, authorization);
        if (epoch != null) {
            request.header(QueryHeaders.EPOCH, epoch);
        }
        return BoundedExchange.send(client, request.build(), HttpResponse.BodyHandlers.ofByteArray(), limit);
    }

    /**
     * The routing table as an instance knows it.
     *
     * @throws IOException when it cannot be had
     */
    RoutingTable table(String instance) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(instance, QueryHeaders.ROUTING, null, TABLE_LIMIT);
        if (response.statusCode() != 200) {
            throw new IOException(instance + " answers " + response.statusCode() + " instead of its routing table");
        }
        try {
            return RoutingTable.ofJson(response.body());
        } catch (IllegalArgumentException e) {
            throw new IOException(instance + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
