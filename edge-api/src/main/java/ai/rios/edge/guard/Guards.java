package ai.rios.edge.guard;

import ai.rios.runtime.process.Periodic;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Deadlines of connections, and of bodies on connections that several requests share. A client that connects and says nothing, or
 * sends its head or its body a byte at a time, holds a connection only so long: past its deadline the socket is closed from here,
 * for the server itself reads without a time limit. One sweep over all connections, several times a limit. Thread-safe.
 */
public final class Guards implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Guards.class.getName());
    private static final Duration MIN_SWEEP = Duration.ofMillis(5);
    private static final Duration MAX_SWEEP = Duration.ofMillis(500);

    private final Limits limits;
    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder expired = new LongAdder();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("edge-guards").factory());

    /**
     * How long a client may take.
     *
     * @param head from connecting, or from the request line, to the end of the head
     * @param body from when it is waited for to its end
     */
    public record Limits(Duration head, Duration body) {}

    public Guards(Limits limits) {
        this.limits = limits;
        long period = Math.clamp(
                Math.min(limits.head().toMillis(), limits.body().toMillis()) / 10,
                MIN_SWEEP.toMillis(),
                MAX_SWEEP.toMillis());
        var _ = sweeper.scheduleWithFixedDelay(
                Periodic.goingOn("close what is past its deadline", this::sweep),
                period,
                period,
                TimeUnit.MILLISECONDS);
    }

    /** Connections that were closed, and bodies that were given up, past their deadline. */
    public long expired() {
        return expired.sum();
    }

    /** Connections that are open. */
    public int open() {
        return connections.get();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }

    /**
     * Bounds what the calling thread reads of a body on a stream of a connection that others share: past the limit the thread is
     * interrupted, and so its wait for more. Close it when the body has been read.
     */
    public BodyRead readingBody() {
        BodyRead read = new BodyRead(Thread.currentThread());
        read.guard.awaitBody();
        guards.add(read.guard);
        return read;
    }

    Guard add(Runnable closeSocket) {
        Guard guard = new Guard(closeSocket);
        guards.add(guard);
        connections.incrementAndGet();
        return guard;
    }

    void remove(Guard guard) {
        guards.remove(guard);
        connections.decrementAndGet();
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

    /** A body that is being read. The sweep interrupts, the reading thread closes; whoever is first decides. */
    public final class BodyRead implements AutoCloseable {
        private final Thread reader;
        private final Guard guard = new Guard(this::expire);

        // Guarded by this object.
        private boolean closed;
        private boolean expired;

        private BodyRead(Thread reader) {
            this.reader = reader;
        }

        /** Whether the limit was over before the body was whole. */
        public synchronized boolean isExpired() {
            return expired;
        }

        /** Ends the limit, and takes the interrupt back so that it meets nothing else. On the reading thread. */
        @Override
        public void close() {
            guards.remove(guard);
            synchronized (this) {
                closed = true;
                if (expired) {
                    Thread.interrupted();
                }
            }
        }

        private synchronized void expire() {
            if (!closed) {
                expired = true;
                reader.interrupt();
            }
        }
    }

    /** The deadline of one connection, or of one body. Set by the connection's thread, read by the sweep. */
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
