package ai.rios.runtime.guard;

import ai.rios.runtime.process.Periodic;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Deadlines of connections, of answers, and of bodies on connections that several requests share. A client that connects and says
 * nothing, sends its head or its body a byte at a time, or does not read what it asked for, holds a connection only so long: past
 * its deadline the socket is closed from here, for the server itself reads and writes without a time limit. One sweep over all
 * connections, several times a limit. Thread-safe.
 */
public final class Guards implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Guards.class.getName());
    private static final int MIB = 1 << 20;
    private static final Duration MIN_SWEEP = Duration.ofMillis(5);
    private static final Duration MAX_SWEEP = Duration.ofMillis(500);

    private final Limits limits;
    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();

    /** Connections by what only one can have while it is open. */
    private final Map<Ends, Guard> byEnds = new ConcurrentHashMap<>();

    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder expired = new LongAdder();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("guards").factory());

    /**
     * How long a client may take.
     *
     * @param head from connecting, or from the request line, to the end of the head
     * @param body from when it is waited for to its end
     * @param write to take each MiB of an answer, or what there is of one
     */
    public record Limits(Duration head, Duration body, Duration write) {
        /** The same time for each. */
        public static Limits each(Duration limit) {
            return new Limits(limit, limit, limit);
        }
    }

    /** The two addresses of a connection. */
    private record Ends(SocketAddress local, SocketAddress remote) {
        static Ends of(PeerInfo local, PeerInfo remote) {
            return new Ends(local.address(), remote.address());
        }
    }

    public Guards(Limits limits) {
        this.limits = limits;
        long period = Math.clamp(
                shortest(limits.head(), limits.body(), limits.write()).toMillis() / 10,
                MIN_SWEEP.toMillis(),
                MAX_SWEEP.toMillis());
        var _ = sweeper.scheduleWithFixedDelay(
                Periodic.goingOn("close what is past its deadline", this::sweep),
                period,
                period,
                TimeUnit.MILLISECONDS);
    }

    /** Connections that were closed, and bodies and answers that were given up, past their deadline. */
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
    public Bounded readingBody() {
        return bounded(limits.body());
    }

    /**
     * Bounds what the calling thread writes, on any connection: past the limit the thread is interrupted. That closes the socket
     * which it waits for, or ends its stream when it waits for that one's room. Close it when all is written.
     */
    public Bounded writing(int bytes) {
        return bounded(limits.write().multipliedBy(1 + bytes / MIB));
    }

    private Bounded bounded(Duration limit) {
        Bounded bounded = new Bounded(Thread.currentThread());
        bounded.guard.arm(limit);
        guards.add(bounded.guard);
        return bounded;
    }

    /**
     * Ends the deadline of the connection of a request that shows who sends it, over HTTP/1.1 or HTTP/2. For listeners that know
     * their clients ({@link GuardedSelector#untilAdmitted}). On any thread, as often as there are requests.
     */
    public void admit(RoutingRequest request) {
        Guard guard = byEnds.get(Ends.of(request.localPeer(), request.remotePeer()));
        if (guard != null) {
            guard.rest();
        }
    }

    Guard add(ConnectionContext ctx) {
        Guard guard = new Guard(() -> ctx.serverSocket().close());
        guards.add(guard);
        byEnds.put(Ends.of(ctx.localPeer(), ctx.remotePeer()), guard);
        connections.incrementAndGet();
        return guard;
    }

    void remove(ConnectionContext ctx, Guard guard) {
        guards.remove(guard);
        byEnds.remove(Ends.of(ctx.localPeer(), ctx.remotePeer()), guard);
        connections.decrementAndGet();
    }

    private void sweep() {
        long now = System.nanoTime();
        guards.removeIf(guard -> {
            boolean due = guard.isDue(now);
            if (due) {
                expired.increment();
                closeQuietly(guard.closeSocket);
            }
            return due;
        });
    }

    /** Closes a socket that its deadline, its client and the stop of the server may all close at once. */
    static void closeQuietly(Runnable socket) {
        try {
            socket.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a socket was closed already", e);
        }
    }

    private static Duration shortest(Duration... limits) {
        return Collections.min(List.of(limits));
    }

    /** What a thread does within a limit. The sweep interrupts, the thread closes; whoever is first decides. */
    public final class Bounded implements AutoCloseable {
        private final Thread thread;
        private final Guard guard = new Guard(this::expire);

        // Guarded by this object.
        private boolean closed;
        private boolean expired;

        private Bounded(Thread thread) {
            this.thread = thread;
        }

        /** Whether the limit was over before the thread was done. */
        public synchronized boolean isExpired() {
            return expired;
        }

        /** Ends the limit, and takes the interrupt back so that it meets nothing else. On the same thread. */
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
                thread.interrupt();
            }
        }
    }

    /** The deadline of one connection, or of one body or answer. Set by its thread, read by the sweep. */
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
