package ai.rios.edge.auth;

import ai.rios.edge.outbound.BoundedExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where a JWKS document is read from. Blocking; thread-safe. */
interface KeySource {
    /** The document as it is now. */
    String read() throws IOException;

    /** How long an address may take for the whole document. */
    Duration READ_LIMIT = Duration.ofSeconds(5);

    /** The source that a setting names: an {@code http} or {@code https} address, else a file. */
    static KeySource of(String place) {
        return place.startsWith("http://") || place.startsWith("https://")
                ? url(URI.create(place), READ_LIMIT)
                : () -> Files.readString(Path.of(place));
    }

    /** The document at an address, read whole within the limit. */
    static KeySource url(URI address, Duration limit) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build();
        HttpRequest request = HttpRequest.newBuilder(address).build();
        return () -> {
            try {
                HttpResponse<String> response =
                        BoundedExchange.send(client, request, HttpResponse.BodyHandlers.ofString(), limit);
                if (response.statusCode() != 200) {
                    throw new IOException(address + " answered " + response.statusCode());
                }
                return response.body();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while reading " + address, e);
            }
        };
    }
}
