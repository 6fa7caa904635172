package ai.rios.edge.websocket;

import ai.rios.edge.errors.ApiError;
import java.util.Map;
import java.util.Optional;

/** What an endpoint says to a handshake. */
public sealed interface HandshakeDecision {
    /**
     * The connection becomes a WebSocket.
     *
     * @param listener this connection's own
     * @param subprotocol the one chosen of those offered; empty for none
     * @param headers further headers of the 101 answer
     */
    record Accepted(WebSocketListener listener, Optional<String> subprotocol, Map<String, String> headers)
            implements HandshakeDecision {
        /** Copies the map. */
        public Accepted {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * The request is answered with an error in the documented shape.
     *
     * @param headers further headers, such as {@code Allow}
     */
    record Refused(ApiError error, Map<String, String> headers) implements HandshakeDecision {
        /** Copies the map. */
        public Refused {
            headers = Map.copyOf(headers);
        }
    }

    /** Accepts without a sub-protocol or further headers. */
    static HandshakeDecision accept(WebSocketListener listener) {
        return new Accepted(listener, Optional.empty(), Map.of());
    }

    /** Refuses without further headers. */
    static HandshakeDecision.Refused refuse(ApiError error) {
        return new Refused(error, Map.of());
    }
}
