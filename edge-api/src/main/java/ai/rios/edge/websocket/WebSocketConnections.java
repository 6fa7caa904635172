package ai.rios.edge.websocket;

import ai.rios.runtime.process.Periodic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All open connections of a server: counts and caps them, keeps their time, and drains them before the server stops.
 *
 * <p>Thread-safe. Close it after the drain; it owns the timer's thread.
 */
public final class WebSocketConnections implements AutoCloseable {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    private final int maxConnections;
    private final MonotonicClock clock;
    private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ws-timer").factory());

    // Guarded by lock.
    private int admitted;
    private boolean draining;

    /** What became of a wish to open one more. */
    enum Admission {
        ADMITTED,
        FULL,
        DRAINING
    }

    /**
     * @param maxConnections open at the same time, at most; 1 or more
     * @param clock for heartbeats, lifetimes and rates
     */
    public WebSocketConnections(int maxConnections, MonotonicClock clock) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("websocket max-connections must be 1 or more, was " + maxConnections);
        }
        this.maxConnections = maxConnections;
        this.clock = clock;
    }

    /** Starts to look after the connections once a second. */
    public WebSocketConnections start() {
        var _ = timer.scheduleWithFixedDelay(
                this::sweep, SWEEP_EVERY.toNanos(), SWEEP_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Open connections, those in a handshake included. */
    public int count() {
        lock.lock();
        try {
            return admitted;
        } finally {
            lock.unlock();
        }
    }

    /** Pings, gives up and ages every connection, whatever comes of another; the timer calls this. Never waits for a peer. */
    public void sweep() {
        open.forEach(connection ->
                Periodic.goingOn("keep a WebSocket's time", connection::sweep).run());
    }

    /**
     * Refuses new connections, closes every open one with 1001 after what is queued for it, and waits.
     *
     * @return how many had to be cut off because the time was over
     */
    public int drain(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        open.forEach(connection -> connection.close(new CloseReason(CloseReason.GOING_AWAY, "draining")));
        if (awaitNone(limit)) {
            return 0;
        }
        Set<WebSocketConnection> late = Set.copyOf(open);
        late.forEach(WebSocketConnection::abort);
        return late.size();
    }

    /** Stops the timer; connections that are still open are cut off. */
    @Override
    public void close() {
        timer.shutdownNow();
        open.forEach(WebSocketConnection::abort);
    }

    MonotonicClock clock() {
        return clock;
    }

    Admission admit() {
        lock.lock();
        try {
            if (draining) {
                return Admission.DRAINING;
            }
            if (admitted == maxConnections) {
                return Admission.FULL;
            }
            admitted++;
            return Admission.ADMITTED;
        } finally {
            lock.unlock();
        }
    }

    /** An admitted connection has been upgraded: from here on it is timed and drained. */
    void opened(WebSocketConnection connection) {
        open.add(connection);
        lock.lock();
        try {
            if (!draining) {
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close(new CloseReason(CloseReason.GOING_AWAY, "draining")); // it slipped in beside the drain
    }

    void gone(WebSocketConnection connection) {
        open.remove(connection);
        release();
    }

    /** An admitted connection came to nothing. */
    void release() {
        lock.lock();
        try {
            admitted--;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNone(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (admitted > 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = fewer.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
