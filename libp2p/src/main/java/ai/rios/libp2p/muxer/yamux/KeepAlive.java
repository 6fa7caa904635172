package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other end from time to time whether it lives, and measures the way there and back by it. Whatever comes is an
 * answer, so that a ping which waits behind much payload kills nobody. At most one ping is under way. Thread-safe.
 */
final class KeepAlive {
    private final YamuxLimits.Times times;
    private final Timers timers;
    private final Outbound outbound;
    private final Runnable onSilence;

    // Volatile: written by the reading thread alone, read by others; a value that is a moment old does no harm.
    private volatile long heardAt;
    private volatile long roundTripNanos;

    // Guarded by this.
    private long askedAt;
    private long question;
    private boolean asking;
    private boolean stopped;
    private Timers.@Nullable Timer timer;

    /**
     * Asks nothing before {@link #start}.
     *
     * @param onSilence runs when nothing came for too long
     */
    KeepAlive(YamuxLimits.Times times, Timers timers, Outbound outbound, Runnable onSilence) {
        this.times = times;
        this.timers = timers;
        this.outbound = outbound;
        this.onSilence = onSilence;
        this.heardAt = timers.nanoTime();
    }

    /** Asks for the first time. */
    void start() {
        ask();
    }

    private synchronized void ask() {
        if (stopped) {
            return;
        }
        question++;
        asking = true;
        askedAt = timers.nanoTime();
        outbound.control(new FrameHeader(FrameType.PING, FrameHeader.SYN, 0, question));
        timer = timers.schedule(times.pongWithin(), this::check);
    }

    private void check() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            if (!asking || heardAt - askedAt > 0) {
                timer = timers.schedule(times.pingEvery().minus(times.pongWithin()), this::ask);
                return;
            }
        }
        onSilence.run();
    }

    /** Something came. */
    void heard() {
        heardAt = timers.nanoTime();
    }

    /** An answer came; one to nothing that was asked is passed over. */
    synchronized void answered(long value) {
        if (asking && value == question) {
            asking = false;
            long measured = Math.max(1, timers.nanoTime() - askedAt);
            roundTripNanos = roundTripNanos == 0 ? measured : (roundTripNanos + measured) / 2;
        }
    }

    /** The way there and back, averaged; 0 while nothing is known. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    synchronized void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
