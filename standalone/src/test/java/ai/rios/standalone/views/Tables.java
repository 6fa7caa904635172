package ai.rios.standalone.views;

import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Asks an instance for its routing table, as an operator would. */
final class Tables {
    private Tables() {}

    /** The table; an empty one while the instance does not answer. */
    static RoutingTable of(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + QueryHeaders.ROUTING))
                .header(QueryHeaders.AUTHORIZATION, "Bearer " + ProjectionInstance.SECRET)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return RoutingTable.ofJson(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        } catch (IOException e) {
            return new RoutingTable("none", 0, "", List.of(new RoutingTable.Route(null, List.of(), Map.of())));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
