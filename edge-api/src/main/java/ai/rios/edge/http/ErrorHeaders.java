package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers that go with an error wherever it arises. */
final class ErrorHeaders {
    private ErrorHeaders() {}

    static Map<String, String> of(ApiError error) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (error.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer realm=\"rios\"");
        }
        Duration retryAfter = error.retryAfter();
        if (retryAfter == null && (error.status() == 503 || error.status() == 429)) {
            retryAfter = Duration.ofSeconds(1);
        }
        if (retryAfter != null) {
            headers.put(
                    "Retry-After",
                    Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        }
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
