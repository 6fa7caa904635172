package ai.rios.libp2p.muxer.yamux;

/**
 * How much the other end may send on one stream. Credit is given back when half of the window has been read, so that it
 * costs few frames; a window that its reader empties faster than four round trips bring more in is what limits the
 * stream, and doubles. The rule is go-yamux's. Not thread-safe; the budget is.
 */
final class ReceiveWindow {
    /** Bytes of every stream's first window, each way; the protocol fixes it. */
    static final int INITIAL = 256 * 1024;

    private static final int GROWS_WITHIN_ROUND_TRIPS = 4;

    private final WindowBudget budget;
    private long size = INITIAL;
    private long allowance = INITIAL;
    private long givenAt;

    ReceiveWindow(WindowBudget budget, long nowNanos) {
        this.budget = budget;
        this.givenAt = nowNanos;
        budget.opened();
    }

    /** The other end sends so much; false when it may not. */
    boolean admit(long bytes) {
        if (bytes > allowance) {
            return false;
        }
        allowance -= bytes;
        return true;
    }

    /**
     * What to give the other end now.
     *
     * @param unread bytes that have come and were not read
     * @param roundTripNanos 0 while it is not known
     * @return bytes by which its allowance grows; 0 while that would be less than half of the window
     */
    long giveBack(long unread, long nowNanos, long roundTripNanos) {
        if (size - unread - allowance < size / 2) {
            return 0;
        }
        if (roundTripNanos > 0 && nowNanos - givenAt < GROWS_WITHIN_ROUND_TRIPS * roundTripNanos) {
            size = budget.grow(size);
        }
        long given = size - unread - allowance;
        allowance += given;
        givenAt = nowNanos;
        return given;
    }

    /** The stream is no more. */
    void close() {
        budget.closed(size);
    }

    long size() {
        return size;
    }
}
