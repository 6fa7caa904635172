package ai.rios.edge.stream;

import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.edge.websocket.WebSocketSession;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What one socket has been given and gets next. Either it is live, and gets events from the consumer of all sockets, or it is
 * behind, and gets them from the log until it has read all that was passed over meanwhile (drawn in the package's page).
 *
 * <p>Thread-safe. No method waits.
 */
final class StreamFeed {
    /** The log no longer has what this socket needs next. */
    static final CloseReason LOST = new CloseReason(4003, "cursor_expired");

    private static final CloseReason EXPIRED = new CloseReason(4005, "token_expired");

    private final String tenant;
    private final Instant expiresAt;
    private final WebSocketSession session;
    private final Consumer<StreamFeed> catchUp;

    // All guarded by this object.
    private boolean behind;
    private int partition;
    /** Where the log is read next while behind; while live, events below it have been given already. */
    private long nextOffset;
    /** While behind: live events below this were passed over, so the log must be read at least this far. */
    private long passedOver;

    /**
     * @param expiresAt when the client's credential ends, and the socket with it
     * @param catchUp given this feed whenever it can be fed from the log; called at most once for each turn
     */
    StreamFeed(String tenant, Instant expiresAt, WebSocketSession session, Consumer<StreamFeed> catchUp) {
        this.tenant = tenant;
        this.expiresAt = expiresAt;
        this.session = session;
        this.catchUp = catchUp;
    }

    String tenant() {
        return tenant;
    }

    boolean isOpen() {
        return session.isOpen();
    }

    synchronized int partition() {
        return partition;
    }

    synchronized long nextOffset() {
        return nextOffset;
    }

    synchronized boolean isBehind() {
        return behind;
    }

    /**
     * Starts behind, at a cursor.
     *
     * @param liveNext offset of the next event that the live consumer will offer
     */
    synchronized void startAt(int cursorPartition, long cursorOffset, long liveNext) {
        behind = true;
        partition = cursorPartition;
        nextOffset = cursorOffset;
        passedOver = liveNext;
    }

    /** Offers a live event of this tenant, in the log's order. */
    void offerLive(int eventPartition, long offset, OutboundMessage message) {
        synchronized (this) {
            if (behind) {
                passedOver = offset + 1;
                return;
            }
            if (offset < nextOffset || session.trySend(message)) {
                return;
            }
            behind = true;
            partition = eventPartition;
            nextOffset = offset;
            passedOver = offset + 1;
        }
        awaitRoom();
    }

    /** Offers an event from the log; false when there is no room, and then the turn is over: it asks for the next itself. */
    boolean offerFromLog(long offset, OutboundMessage message) {
        synchronized (this) {
            if (session.trySend(message)) {
                nextOffset = offset + 1;
                return true;
            }
            nextOffset = offset;
        }
        awaitRoom();
        return false;
    }

    /** The log has been read up to this offset. Returns true when nothing is missing any more: it is live again. */
    synchronized boolean reached(long offset) {
        nextOffset = offset;
        behind = offset < passedOver;
        return !behind;
    }

    /** Asks for a turn of the readers. */
    void requestTurn() {
        if (session.isOpen()) {
            catchUp.accept(this);
        }
    }

    void lose() {
        session.close(LOST);
    }

    void closeIfExpired(Instant now) {
        if (!now.isBefore(expiresAt)) {
            session.close(EXPIRED);
        }
    }

    private void awaitRoom() {
        session.whenRoom(this::requestTurn);
    }
}
