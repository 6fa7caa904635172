package ai.rios.edge.websocket;

import java.time.Duration;

/**
 * What an endpoint does with one connection. Each connection has its own listener, called by one thread at a time in the
 * order of events: {@link #onOpen} first, {@link #onClose} once and last. Only {@code onClose} is certain: it is called
 * even if the connection was lost before it opened.
 *
 * <p>While a callback runs, nothing more is read from the peer: waiting in one is back-pressure to the peer. What a
 * callback throws closes the connection with 1011.
 */
public interface WebSocketListener {
    /** The handshake has been answered. */
    default void onOpen(WebSocketSession session) throws InterruptedException {}

    /** A whole text message. Ignored unless overridden. */
    default void onText(WebSocketSession session, String text) throws InterruptedException {}

    /** A whole binary message; the array is the listener's. Refused with 1003 unless overridden. */
    default void onBinary(WebSocketSession session, byte[] data) throws InterruptedException {
        session.close(new CloseReason(CloseReason.UNSUPPORTED_DATA, "binary messages are not understood here"));
    }

    /** A message over the rate was thrown away; the next is admitted after {@code retryAfter}. */
    default void onExcess(WebSocketSession session, Duration retryAfter) throws InterruptedException {}

    /** The connection is over. The reason is the first that either side gave; 1006 if none did. */
    default void onClose(WebSocketSession session, CloseReason reason) {}
}
