package ai.rios.edge.stream;

import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.edge.websocket.WebSocketSession;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one socket has been given and gets next. Either it is live, and gets events from the consumer of all sockets, or it is
 * behind, and gets them from the log until it has read all that was passed over meanwhile (drawn in the package's page).
 *
 * <p>Thread-safe. No method waits.
 */
final class StreamFeed {
    /** The log no longer has what this socket needs next. */
    static final CloseReason LOST = new CloseReason(4003, "cursor_expired");

    /** Too many wait to be fed from the log. */
    static final CloseReason REFUSED = new CloseReason(CloseReason.TRY_LATER, "overloaded");

    private static final CloseReason EXPIRED = new CloseReason(4005, "token_expired");

    private final String tenant;
    private final Instant expiresAt;
    private final Consumer<StreamFeed> catchUp;

    // All guarded by this object.
    /** Null until the socket is open: what happens between the handshake and that makes the feed fall behind. */
    private @Nullable WebSocketSession session;

    private boolean lost;
    private boolean behind;
    private int partition;
    /** Where the log is read next while behind; while live, events below it have been given already. */
    private long nextOffset;
    /** While behind: live events below this were passed over, so the log must be read at least this far. */
    private long passedOver;
    /** It waits for room, waits for its turn, or has it; two turns at once would mix what they read. */
    private boolean turnUnderWay;

    /**
     * @param expiresAt when the client's credential ends, and the socket with it
     * @param catchUp given this feed whenever it can be fed from the log; called at most once for each turn
     */
    StreamFeed(String tenant, Instant expiresAt, Consumer<StreamFeed> catchUp) {
        this.tenant = tenant;
        this.expiresAt = expiresAt;
        this.catchUp = catchUp;
    }

    String tenant() {
        return tenant;
    }

    /** Its socket is there: what it missed since it started, and what it asked for, comes from the log. */
    void open(WebSocketSession opened) {
        boolean tooLate;
        boolean wantsTurn;
        synchronized (this) {
            session = opened;
            tooLate = lost;
            wantsTurn = beginTurn();
        }
        if (tooLate) {
            opened.close(LOST);
        } else if (wantsTurn) {
            requestTurn();
        }
    }

    boolean isOpen() {
        WebSocketSession now = session();
        return now != null && now.isOpen();
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
        boolean wantsTurn;
        synchronized (this) {
            if (behind) {
                passedOver = offset + 1;
                return;
            }
            if (offset < nextOffset || isSent(message)) {
                return;
            }
            behind = true;
            partition = eventPartition;
            nextOffset = offset;
            passedOver = offset + 1;
            wantsTurn = beginTurn();
        }
        if (wantsTurn) {
            awaitRoom();
        }
    }

    /** Offers an event from the log; false when there is no room, and then the turn is over. */
    synchronized boolean offerFromLog(long offset, OutboundMessage message) {
        boolean sent = isSent(message);
        nextOffset = sent ? offset + 1 : offset;
        return sent;
    }

    /** Its turn is over and its place free again: where something is missing still, it asks for the next once there is room. */
    void rest() {
        boolean wantsTurn;
        synchronized (this) {
            turnUnderWay = false;
            wantsTurn = beginTurn();
        }
        if (wantsTurn) {
            awaitRoom();
        }
    }

    /** The log has been read up to this offset. Returns true when nothing is missing any more: it is live again. */
    synchronized boolean reached(long offset) {
        nextOffset = offset;
        behind = offset < passedOver;
        return !behind;
    }

    void lose() {
        synchronized (this) {
            lost = true;
        }
        close(LOST);
    }

    /** There is no place for it among those that are fed from the log. */
    void refuse() {
        close(REFUSED);
    }

    void closeIfExpired(Instant now) {
        if (!now.isBefore(expiresAt)) {
            close(EXPIRED);
        }
    }

    private void close(CloseReason reason) {
        WebSocketSession now = session();
        if (now != null) {
            now.close(reason);
        }
    }

    private synchronized @Nullable WebSocketSession session() {
        return session;
    }

    private boolean isSent(OutboundMessage message) {
        return session != null && session.trySend(message);
    }

    /** Whether the caller is to see to a turn. Without a socket yet, its opening does. Caller holds the monitor. */
    private boolean beginTurn() {
        boolean begins = behind && session != null && !turnUnderWay;
        turnUnderWay |= begins;
        return begins;
    }

    private void awaitRoom() {
        WebSocketSession now = session();
        if (now != null) {
            now.whenRoom(this::requestTurn);
        }
    }

    /** Asks for a turn of the readers. */
    private void requestTurn() {
        if (isOpen()) {
            catchUp.accept(this);
        }
    }
}
