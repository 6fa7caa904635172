package ai.rios.edge.websocket;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.Headers;
import java.util.List;
import java.util.Optional;

/**
 * What a client asked for when it wanted to become a WebSocket. Immutable but for the headers, which nobody changes.
 *
 * @param path decoded path
 * @param query the query, empty when there is none
 * @param headers the request's headers
 * @param subprotocols offered sub-protocols, in the client's order
 * @param peer the client's address as text, without port
 * @param requestId the id under which this request is logged and answered
 */
public record HandshakeRequest(
        String path, UriQuery query, Headers headers, List<String> subprotocols, String peer, String requestId) {
    /** Copies the list. */
    public HandshakeRequest {
        subprotocols = List.copyOf(subprotocols);
    }

    /** The first value of a header. */
    public Optional<String> header(HeaderName name) {
        return headers.first(name);
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> parameter(String name) {
        return query.first(name).asOptional();
    }
}
