package ai.rios.edge.websocket;

/**
 * Time that only goes forward, for heartbeats and lifetimes: a step of the wall clock must not close every connection.
 */
@FunctionalInterface
public interface MonotonicClock {
    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanos();

    /** The machine's own. */
    static MonotonicClock system() {
        return System::nanoTime;
    }
}
