package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.muxer.Arrivals;
import ai.rios.libp2p.resources.ResourceScope;

/**
 * What comes in on one stream: the bytes that wait to be read, and how many may still come. Not thread-safe: its stream's
 * lock guards it.
 */
final class Inflow {
    private final Arrivals waiting;
    private final WindowBudget budget;
    private final ReceiveWindow window;
    private boolean finished;
    private boolean discarding;
    private boolean forgotten;
    private long discarded;

    /**
     * Nothing has come.
     *
     * @param memory counts what waits
     */
    Inflow(WindowBudget budget, ResourceScope memory, long nowNanos) {
        this.waiting = new Arrivals(memory);
        this.budget = budget;
        this.window = new ReceiveWindow(budget, nowNanos);
    }

    /** The other end announces so many bytes; false when it may not send them. */
    boolean admit(long bytes) {
        return window.admit(bytes);
    }

    /** Bytes have come, which are this stream's from now on; false when the session or the host has no room for them. After the end, or once nobody reads, they are lost. */
    boolean deliver(byte[] bytes) {
        if (discarding || finished) {
            discarded += bytes.length;
            return true;
        }
        if (!budget.arrived(bytes.length)) {
            return false;
        }
        if (!waiting.add(bytes)) {
            budget.read(bytes.length);
            return false;
        }
        return true;
    }

    /** Takes up to {@code length} bytes and says how many; 0 when none wait. */
    int read(byte[] target, int offset, int length) {
        int taken = waiting.read(target, offset, length);
        budget.read(taken);
        return taken;
    }

    /** What to give the other end now; 0 is nothing. */
    long giveBack(long nowNanos, long roundTripNanos) {
        return finished || discarding ? 0 : window.giveBack(waiting.unread(), nowNanos, roundTripNanos);
    }

    /** The other end writes no more. */
    void finish() {
        finished = true;
    }

    /** Nobody will read: what waits is lost, and what still comes is. */
    void discard() {
        discarding = true;
        budget.read(waiting.unread());
        waiting.clear();
    }

    /** The stream is no more; what waits may still be read. */
    void close() {
        window.close();
    }

    /** Bytes that wait are given up, since nobody came for them in time: there is no end to be read any more. */
    void forget() {
        forgotten = true;
        discard();
    }

    boolean isFinished() {
        return finished;
    }

    /** Whether all has been read that the other end wrote, to its end; where nothing waits. */
    boolean isWhole() {
        return finished && !forgotten;
    }

    int waiting() {
        return waiting.unread();
    }

    /** Bytes that were lost because they came after the end, or nobody read any more. */
    long discarded() {
        return discarded;
    }

    long windowSize() {
        return window.size();
    }
}
