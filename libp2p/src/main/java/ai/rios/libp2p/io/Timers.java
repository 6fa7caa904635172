package ai.rios.libp2p.io;

import java.time.Duration;

/**
 * Time as everything below applications takes it: a clock that only goes forward, and tasks that are due later. Tests give
 * one that they turn themselves. Thread-safe.
 */
public interface Timers {
    /** Nanoseconds since some fixed moment; only differences mean something. */
    long nanoTime();

    /**
     * Runs {@code task} once, after {@code delay}. Tasks take turns on one thread, so they are short and never wait for
     * the network.
     *
     * @param delay zero or less is as soon as possible
     */
    Timer schedule(Duration delay, Runnable task);

    /** A task that is due later. */
    interface Timer {
        /** Takes it back; nothing happens when it has run already, or is running. */
        void cancel();
    }
}
