package ai.rios.edge.auth;

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

    /** The source that a setting names: an {@code http} or {@code https} address, else a file. */
    static KeySource of(String place) {
        return place.startsWith("http://") || place.startsWith("https://")
                ? url(URI.create(place))
                : () -> Files.readString(Path.of(place));
    }

    private static KeySource url(URI address) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        return () -> {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
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
