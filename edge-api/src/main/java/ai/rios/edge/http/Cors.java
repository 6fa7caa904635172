package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The browser's questions (Fetch standard, CORS). Requests from pages that are not on the list are answered without a word about
 * CORS, so that the browser keeps the answer from the page; we keep no cookies that such a page could borrow. Thread-safe.
 */
final class Cors {
    private static final String EXPOSED = String.join(
            ", ",
            "ETag",
            "Location",
            "Retry-After",
            "Idempotency-Replayed",
            "Preference-Applied",
            Names.OPERATION,
            Names.POSITION,
            Names.WAIT_SATISFIED,
            Names.REQUEST_ID,
            Names.TRACE_ID,
            Names.SPAN_ID,
            Names.API_VERSION,
            Names.DEPRECATION,
            Names.SUNSET);
    private static final String ALLOWED = String.join(
            ", ",
            "Accept",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Prefer",
            "X-API-Key",
            Names.MIN_POSITION,
            Names.REQUEST_ID,
            Names.TRACE_ID,
            Names.SPAN_ID,
            Names.TRACEPARENT,
            Names.API_VERSION);
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    /** @param origins such as {@code https://console.example.com}, or {@code *} for all */
    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Headers of every answer to a page of that origin. */
    Map<String, String> headers(@Nullable String origin) {
        if (origin == null || !isListed(origin)) {
            return Map.of();
        }
        return Map.of("Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", EXPOSED);
    }

    /**
     * The answer to OPTIONS, a preflight or not.
     *
     * @param allow the methods of the path
     * @throws ApiException {@code forbidden} for a preflight from a page that is not on the list
     */
    Answer options(Incoming incoming, String allow) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Allow", allow);
        List<String> origin = incoming.headers("Origin");
        if (!origin.isEmpty()
                && !incoming.headers("Access-Control-Request-Method").isEmpty()) {
            if (!isListed(origin.getFirst())) {
                throw new ApiException(ApiCode.FORBIDDEN, "pages of this origin are not allowed here");
            }
            headers.put("Access-Control-Allow-Methods", allow);
            headers.put("Access-Control-Allow-Headers", ALLOWED);
            headers.put("Access-Control-Max-Age", MAX_AGE_SECONDS);
        }
        return new Answer(204, new Answer.Empty(), headers);
    }

    private boolean isListed(String origin) {
        return origins.contains(origin) || origins.contains("*");
    }
}
