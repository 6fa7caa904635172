package ai.rios.edge.websocket;

import java.time.Duration;

/**
 * The server's end of one open connection. Thread-safe; messages of one thread are sent in its order.
 *
 * <p>Nothing that was admitted is dropped while the connection lives. A peer that takes its messages slowly fills its
 * queue, and then the sender is told ({@link #trySend}, {@link #whenRoom}) or waits ({@link #send}, {@link #awaitRoom}).
 */
public interface WebSocketSession {
    /** The handshake's request, with its id. */
    HandshakeRequest request();

    /** Queues a message; false when there is no room for it now, or the connection is closing. */
    boolean trySend(OutboundMessage message);

    /** Queues a message and waits, without limit, for room; false when the connection is closing. */
    boolean send(OutboundMessage message) throws InterruptedException;

    /** Waits until there is room; false when the time is over or the connection is closing. */
    boolean awaitRoom(Duration limit) throws InterruptedException;

    /**
     * Runs a short action once: when there is room again, or at once if there is, or when the connection is closing
     * (ask {@link #isOpen()}). It runs on the caller's or the connection's writing thread and must not wait.
     */
    void whenRoom(Runnable action);

    /** Messages that wait to be written. */
    int queued();

    /** False from the moment a close frame was sent or received, or the connection was lost. */
    boolean isOpen();

    /** Sends what waits, then the close frame, and ends the connection when the peer has answered or time is over. */
    void close(CloseReason reason);
}
