package ai.rios.edge.websocket;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages may open a WebSocket here. Browsers send cookies and are not held back by CORS on sockets, so the
 * {@code Origin} they name must be on the list, a page of this very server too; other clients send none and pass. Immutable.
 *
 * @param allowed origins such as {@code https://console.example.com}, or {@code *} for all; empty lets no page in
 */
public record OriginPolicy(Set<String> allowed) {
    /** No web page may. */
    public static final OriginPolicy NONE = new OriginPolicy(Set.of());

    /** Copies the set. */
    public OriginPolicy {
        allowed = Set.copyOf(allowed);
    }

    /** The refusal that this request deserves, if any. */
    public Optional<HandshakeDecision> check(HandshakeRequest request) {
        boolean foreign = request.headers().all(HeaderNames.ORIGIN, List::of).stream()
                .anyMatch(origin -> !allowed.contains("*") && !allowed.contains(origin));
        return foreign
                ? Optional.of(HandshakeDecision.refuse(ApiError.of(
                        ApiCode.FORBIDDEN,
                        "pages of this origin may not open a WebSocket here; "
                                + "edge.allowed-origins lists those that may")))
                : Optional.empty();
    }
}
