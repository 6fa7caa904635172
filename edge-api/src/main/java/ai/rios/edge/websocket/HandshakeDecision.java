package ai.rios.edge.websocket;

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
     * @param status HTTP status, 400 to 599
     * @param code stable code, lower snake case
     * @param message for people
     * @param details further members for machines; may be empty
     * @param retryable whether the same request may succeed later
     * @param headers further headers, such as {@code WWW-Authenticate}
     */
    record Refused(
            int status,
            String code,
            String message,
            Map<String, String> details,
            boolean retryable,
            Map<String, String> headers)
            implements HandshakeDecision {
        /** Copies the maps. */
        public Refused {
            details = Map.copyOf(details);
            headers = Map.copyOf(headers);
        }
    }

    /** Accepts without a sub-protocol or further headers. */
    static HandshakeDecision accept(WebSocketListener listener) {
        return new Accepted(listener, Optional.empty(), Map.of());
    }

    /** Refuses for good, without details or further headers. */
    static HandshakeDecision refuse(int status, String code, String message) {
        return new Refused(status, code, message, Map.of(), false, Map.of());
    }
}
