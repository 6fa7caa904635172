package ai.rios.bench.product;

import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The edge of one stack, as clients reach it. Blocking; thread-safe. */
public interface Api extends AutoCloseable {
    /**
     * Sends a request.
     *
     * @param body JSON; null none
     * @param headers besides those of token and body
     * @return empty when no whole answer came
     * @throws ai.rios.bench.BenchException when it says that all is well and cannot be read
     */
    Optional<Reply> send(String token, String method, String path, @Nullable String body, Map<String, String> headers);

    /** Opens the stream of a tenant behind a cursor. */
    CompletableFuture<WebSocket> stream(String token, String cursor, WebSocket.Listener listener);

    /** Ends all that is under way. */
    @Override
    void close();
}
