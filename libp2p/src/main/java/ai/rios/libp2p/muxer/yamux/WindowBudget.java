package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.resources.ResourceScope;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all streams of a session share: the sum of their windows, beyond which none grows, and the sum of what is not read
 * yet, which it bounds. While no more streams are open than their first windows fill it, the second bound is never met; a
 * hundred slow readers at once are no reason to reset one. Thread-safe.
 */
final class WindowBudget {
    private final int maxStream;
    private final long max;
    private final AtomicLong windows = new AtomicLong();
    private final AtomicLong unread = new AtomicLong();
    private final ResourceScope memory;

    /**
     * Nothing is open.
     *
     * @param memory the connection's: no window grows where there would not be room for all of them, filled
     */
    WindowBudget(YamuxLimits.Windows limits, ResourceScope memory) {
        this.memory = memory;
        this.maxStream = limits.stream();
        this.max = limits.session();
    }

    /** A stream has come, whose window the protocol fixes. */
    void opened() {
        windows.addAndGet(ReceiveWindow.INITIAL);
    }

    /** A stream is no more; {@code window} was its last. */
    void closed(long window) {
        windows.addAndGet(-window);
    }

    /** How large a window of {@code size} may become now: twice that, or what the bounds leave of it. */
    long grow(long size) {
        long wanted = Math.min(2 * size, maxStream) - size;
        // What was promised cannot be taken back: a stream is reset where its window is filled and there is no memory
        // for it, of which arrivals take an eighth more than they are.
        long filled = windows.get() + wanted;
        if (!memory.hasRoom(filled + filled / 8)) {
            return size;
        }
        long before = windows.getAndUpdate(sum -> sum + Math.clamp(max - sum, 0, wanted));
        return size + Math.clamp(max - before, 0, wanted);
    }

    /** Whether so many bytes more may wait to be read; they count until {@link #read}. */
    boolean arrived(int bytes) {
        if (unread.addAndGet(bytes) > max) {
            unread.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void read(int bytes) {
        unread.addAndGet(-bytes);
    }

    long windows() {
        return windows.get();
    }

    long unread() {
        return unread.get();
    }
}
