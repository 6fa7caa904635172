package ai.rios.edge.websocket;

/** One path on which WebSockets are spoken. Thread-safe: handshakes of many clients run at the same time. */
public interface WebSocketEndpoint {
    /** The exact path, such as {@code /v1/stream}. */
    String path();

    /** Limits of this endpoint's connections. */
    default WebSocketSettings settings() {
        return WebSocketSettings.DEFAULTS;
    }

    /**
     * Decides about one client. The framing of the request (method, version, key) has been checked. Runs on the
     * connection's virtual thread and may wait; a thrown exception is answered 500.
     */
    HandshakeDecision handshake(HandshakeRequest request) throws InterruptedException;
}
