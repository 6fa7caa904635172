package ai.rios.bench.load;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the generator when the next request is due. A selector's own time limit is whole milliseconds, which would show
 * as latency. Thread-safe: the generator's thread sets the time, the pacer's own thread waits for it.
 */
final class Pacer implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final Selector selector;
    private final Thread thread;
    /** Written by the generator, read and reset by the pacer; the unpark after each write makes the pacer look again. */
    private volatile long wakeAtNanos = NEVER;

    private volatile boolean closed;

    Pacer(Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().daemon().name("bench-pacer").unstarted(this::run);
    }

    Pacer start() {
        thread.start();
        return this;
    }

    /** Asks for one wake-up at a time of {@link System#nanoTime()}. */
    void wakeAt(long nanoTime) {
        if (wakeAtNanos != nanoTime) {
            wakeAtNanos = nanoTime;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            long at = wakeAtNanos;
            if (at == NEVER) {
                LockSupport.park(this);
                continue;
            }
            long left = at - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else {
                wakeAtNanos = NEVER;
                selector.wakeup();
            }
        }
    }
}
