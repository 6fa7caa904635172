package ai.rios.edge.websocket;

/**
 * Decides from times alone when a connection is pinged, given up or too old. Asked about once a second by one sweeping
 * thread; the reading and writing threads report to it.
 *
 * <p>Silence counts only while we listen: a reader that is busy handing on a message cannot hear, and that peer is dead
 * only if it has taken no byte of a write for as long either.
 */
final class Liveness {
    /** What is due now. */
    enum Due {
        NOTHING,
        PING,
        /** The peer was silent for too long: 4010. */
        DEAD,
        /** The connection is as old as one may be: 4001. */
        EXPIRED,
        /** The close handshake did not come to an end in time. */
        ABORT
    }

    private final long pingNanos;
    private final long deadNanos;
    private final long lifetimeNanos;
    private final long closeNanos;
    private final long openedAt;

    // Volatile: one thread writes each, the sweep reads them; a value one sweep late does no harm.
    private volatile long heardAt;
    private volatile boolean dispatching;
    private volatile boolean writing;
    private volatile long writeStartedAt;
    private volatile boolean closing;
    private volatile long closingSince;
    private volatile long pingedAt;

    Liveness(WebSocketSettings.Times times, long nowNanos) {
        this.pingNanos = times.pingEvery().toNanos();
        this.deadNanos = times.deadAfter().toNanos();
        this.lifetimeNanos = times.lifetime().toNanos();
        this.closeNanos = times.closeTimeout().toNanos();
        this.openedAt = nowNanos;
        this.heardAt = nowNanos;
        this.pingedAt = nowNanos;
    }

    /** The reader got bytes. */
    void heard(long nowNanos) {
        heardAt = nowNanos;
    }

    /** The reader hands something on, and cannot hear until {@link #dispatched}. */
    void dispatching() {
        dispatching = true;
    }

    void dispatched(long nowNanos) {
        heardAt = nowNanos; // before the flag falls, so that no sweep sees old silence
        dispatching = false;
    }

    /** The writer gives bytes to the socket, until {@link #written}. */
    void writing(long nowNanos) {
        writeStartedAt = nowNanos;
        writing = true;
    }

    void written() {
        writing = false;
    }

    /** Our close frame is on its way; the first call counts. */
    void closing(long nowNanos) {
        if (!closing) {
            closingSince = nowNanos;
            closing = true;
        }
    }

    /** What is due; a ping is due once each period and counts as sent. */
    Due check(long nowNanos) {
        if (closing) {
            return nowNanos - closingSince >= closeNanos ? Due.ABORT : Due.NOTHING;
        }
        boolean stuck = writing && nowNanos - writeStartedAt >= deadNanos;
        if (nowNanos - heardAt >= deadNanos && (!dispatching || stuck)) {
            return Due.DEAD;
        }
        if (nowNanos - openedAt >= lifetimeNanos) {
            return Due.EXPIRED;
        }
        if (nowNanos - pingedAt >= pingNanos) {
            pingedAt = nowNanos;
            return Due.PING;
        }
        return Due.NOTHING;
    }
}
