package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.resources.ResourceScope;

/**
 * What comes in on one stream: the bytes that wait to be read, and how many may still come. Not thread-safe: its stream's
 * lock guards it.
 */
final class Inflow {
    private final ByteRing waiting;
    private final WindowBudget budget;
    private final ReceiveWindow window;
    private boolean finished;
    private boolean discarding;
    private long discarded;

    /**
     * Nothing has come.
     *
     * @param memory counts what waits
     */
    Inflow(WindowBudget budget, ResourceScope memory, long nowNanos) {
        this.waiting = new ByteRing(memory);
        this.budget = budget;
        this.window = new ReceiveWindow(budget, nowNanos);
    }

    /** The other end announces so many bytes; false when it may not send them. */
    boolean admit(long bytes) {
        return window.admit(bytes);
    }

    /** Bytes have come; false when the session or the host has no room for them. After the end, or once nobody reads, they are lost. */
    boolean deliver(byte[] bytes, int length) {
        if (discarding || finished) {
            discarded += length;
            return true;
        }
        if (!budget.arrived(length)) {
            return false;
        }
        if (!waiting.reserve(length)) {
            budget.read(length);
            return false;
        }
        waiting.write(bytes, 0, length);
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
        return finished || discarding ? 0 : window.giveBack(waiting.size(), nowNanos, roundTripNanos);
    }

    /** The other end writes no more. */
    void finish() {
        finished = true;
    }

    /** Nobody will read: what waits is lost, and what still comes is. */
    void discard() {
        discarding = true;
        budget.read(waiting.size());
        waiting.clear();
        waiting.last();
    }

    /** The stream is no more; what waits may still be read. */
    void close() {
        window.close();
        waiting.last();
    }

    /** Nothing comes any more; what waits may still be read. */
    void last() {
        waiting.last();
    }

    boolean isFinished() {
        return finished;
    }

    int waiting() {
        return waiting.size();
    }

    /** Bytes that were lost because they came after the end, or nobody read any more. */
    long discarded() {
        return discarded;
    }

    long windowSize() {
        return window.size();
    }
}
