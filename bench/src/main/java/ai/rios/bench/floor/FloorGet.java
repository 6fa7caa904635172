package ai.rios.bench.floor;

import ai.rios.bench.BenchException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The floor of reads: a bare Helidon GET that answers fixed bytes from memory. No tokens, no views, no identifiers.
 *
 * <p>Argument: the file that holds the bytes.
 */
public final class FloorGet {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    private FloorGet() {}

    /** Serves until standard input closes. */
    public static void main(String[] args) {
        byte[] body = read(Path.of(args[0]));
        FloorServer.serve(routing -> routing.get(
                "/v1/deployments/{id}", (_, response) -> response.header(JSON).send(body)));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BenchException("Cannot read " + file, e);
        }
    }
}
