package ai.rios.edge.websocket;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Arrays;
import java.util.List;

/** What the {@code Connection} headers of a request name (RFC 9110, 7.6.1). Stateless. */
public final class ConnectionOptions {
    private ConnectionOptions() {}

    /** Whether one of them names {@code option}, in small or capital letters. */
    public static boolean name(Headers headers, String option) {
        return headers.all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(token -> token.strip().equalsIgnoreCase(option));
    }
}
