package ai.rios.edge.guard;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Deadlines of connections. A client that connects and says nothing, or sends its head or its body a byte at a time, holds a
 * connection only so long: past its deadline the socket is closed from here, for the server itself reads without a time limit.
 * One sweep over all connections, several times a limit. Thread-safe.
 */
public final class Guards implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Guards.class.getName());
    private static final Duration MIN_SWEEP = Duration.ofMillis(5);
    private static final Duration MAX_SWEEP = Duration.ofMillis(500);

    private final Limits limits;
    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final LongAdder expired = new LongAdder();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("edge-guards").factory());

    /**
     * How long a client may take.
     *
     * @param head from connecting, or from the request line, to the end of the head
     * @param body from the end of the head to the end of the body
     */
    public record Limits(Duration head, Duration body) {}

    public Guards(Limits limits) {
        this.limits = limits;
        long period = Math.clamp(
                Math.min(limits.head().toMillis(), limits.body().toMillis()) / 10,
                MIN_SWEEP.toMillis(),
                MAX_SWEEP.toMillis());
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
    }

    /** Connections that were closed past their deadline. */
    public long expired() {
        return expired.sum();
    }

    /** Connections that are open. */
    public int open() {
        return guards.size();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }

    Guard add(Runnable closeSocket) {
        Guard guard = new Guard(closeSocket);
        guards.add(guard);
        return guard;
    }

    void remove(Guard guard) {
        guards.remove(guard);
    }

    private void sweep() {
        long now = System.nanoTime();
        guards.removeIf(guard -> {
            boolean due = guard.isDue(now);
            if (due) {
                expired.increment();
                closeQuietly(guard);
            }
            return due;
        });
    }

    private static void closeQuietly(Guard guard) {
        try {
            guard.closeSocket.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a socket past its deadline was closed already", e);
        }
    }

    /** The deadline of one connection. Set by the connection's thread, read by the sweep. */
    final class Guard {
        private final Runnable closeSocket;

        /** By {@link System#nanoTime}; armed says whether it counts. */
        private volatile long deadlineNanos;

        private volatile boolean armed;

        private Guard(Runnable closeSocket) {
            this.closeSocket = closeSocket;
        }

        void awaitHead() {
            arm(limits.head());
        }

        void awaitBody() {
            arm(limits.body());
        }

        void rest() {
            armed = false;
        }

        private void arm(Duration limit) {
            deadlineNanos = System.nanoTime() + limit.toNanos();
            armed = true;
        }

        private boolean isDue(long now) {
            return armed && now - deadlineNanos > 0;
        }
    }
}
