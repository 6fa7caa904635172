package ai.rios.edge.websocket;

/** Told what happens, for metrics. Calls come from many threads and must be short. */
public interface WebSocketObserver {
    /** Hears nothing. */
    WebSocketObserver NONE = new WebSocketObserver() {};

    /** A handshake was answered; {@code status} is 101 or an error's. */
    default void answered(HandshakeRequest request, int status) {}

    /** A connection has opened. */
    default void opened(HandshakeRequest request) {}

    /** A connection that had opened is over. */
    default void closed(HandshakeRequest request, CloseReason reason) {}
}
