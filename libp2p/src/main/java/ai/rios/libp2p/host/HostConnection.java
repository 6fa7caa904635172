package ai.rios.libp2p.host;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.identify.Identify;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.io.TokenBucket;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multistream.Multistream;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection of a host: serves the streams that the peer opens, each on a virtual thread of its own. Thread-safe. */
final class HostConnection implements Connection {
    private static final Logger LOG = System.getLogger(HostConnection.class.getName());

    /** Pushes of identify at once. */
    static final int MOST_PUSHES = 10;

    private static final Duration PUSHES_REFILLED_IN = Duration.ofSeconds(50);

    private final Upgraded upgraded;
    private final Handlers handlers;
    private final HostLimits limits;

    /** Whether the peer is known to speak a protocol, so that it need not be waited for. */
    private final Predicate<String> spokenByPeer;

    /** None before the first push; this guards it. */
    private @Nullable TokenBucket pushes;

    /** Held by who asks the peer what it is: js-libp2p resets a second stream for that. */
    private final ReentrantLock asking = new ReentrantLock();

    private final Semaphore negotiations;
    private final Semaphore served;

    private final Timers timers;
    private final long openedAt;

    /** How many streams are open, by either end, and since when there are none; this guards both. */
    private int used;

    private long unusedSince;

    HostConnection(
            Upgraded upgraded, Handlers handlers, HostLimits limits, Timers timers, Predicate<String> spokenByPeer) {
        this.timers = timers;
        this.openedAt = timers.nanoTime();
        this.unusedSince = openedAt;
        this.upgraded = upgraded;
        this.handlers = handlers;
        this.limits = limits;
        this.spokenByPeer = spokenByPeer;
        this.negotiations = new Semaphore(limits.negotiationsPerConnection());
        this.served = new Semaphore(limits.streamsPerConnection());
    }

    @Override
    public PeerId remotePeer() {
        return upgraded.remotePeer();
    }

    @Override
    public Multiaddr localAddress() {
        return upgraded.localAddress();
    }

    @Override
    public Multiaddr remoteAddress() {
        return upgraded.remoteAddress();
    }

    @Override
    public Direction direction() {
        return upgraded.direction();
    }

    @Override
    public boolean limited() {
        return upgraded.limited();
    }

    boolean isRelayed() {
        return upgraded.remoteAddress().isCircuit();
    }

    @Override
    public boolean isClosed() {
        return upgraded.muxer().isClosed();
    }

    /** How long it has stood. */
    long ageNanos(long now) {
        return now - openedAt;
    }

    /** Whether any stream is open. */
    synchronized boolean isUsed() {
        return used > 0;
    }

    /** For how long no stream has been open; 0 while one is. */
    synchronized long unusedNanos(long now) {
        return used > 0 ? 0 : now - unusedSince;
    }

    /** A stream more is open, until what this returns is run; a second run does nothing. */
    private synchronized Runnable use() {
        used++;
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                unuse();
            }
        };
    }

    private synchronized void unuse() {
        used--;
        unusedSince = timers.nanoTime();
    }

    /** What the peer tells of itself, asked for by one after the other. */
    IdentifyMessage identified(Identify identify) throws IOException {
        try {
            asking.lockInterruptibly();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("identifying was interrupted").initCause(interrupt);
        }
        try {
            return identify.ask(this);
        } finally {
            asking.unlock();
        }
    }

    /** Whether the peer may tell of itself once more: ten times at once, and then every five seconds. */
    synchronized boolean mayPush(long nowNanos) {
        if (pushes == null) {
            pushes = new TokenBucket(MOST_PUSHES, PUSHES_REFILLED_IN, nowNanos);
        }
        return pushes.take(nowNanos);
    }

    /** Takes no further streams of the peer, and waits for those that are being served. */
    void finish(Duration patience) {
        try {
            if (!served.tryAcquire(limits.streamsPerConnection(), patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.DEBUG, "streams are cut off peerId={0}", remotePeer());
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Serves what the peer opens, until the connection ends. */
    void serve() {
        try {
            while (true) {
                begin(upgraded.muxer().acceptStream());
            }
        } catch (IOException ended) {
            LOG.log(Level.DEBUG, "connection ended peerId={0} reason={1}", remotePeer(), ended.toString());
        } finally {
            // Also where this end has a fault: nobody would take streams of the peer any more.
            close();
        }
    }

    private void begin(MuxedStream muxed) {
        // Further streams wait in the muxer's queue; no negotiation takes longer than its limit.
        negotiations.acquireUninterruptibly();
        if (!served.tryAcquire()) {
            negotiations.release();
            muxed.reset(ErrorCodes.RESOURCE_LIMIT);
            return;
        }
        Thread.ofVirtual().name("libp2p-stream").start(() -> {
            try {
                serve(muxed);
            } finally {
                served.release();
            }
        });
    }

    private void serve(MuxedStream muxed) {
        Runnable unused = use();
        boolean served = false;
        try {
            served = serve(muxed, unused);
        } finally {
            if (!served) {
                unused.run();
            }
        }
    }

    /** Whether the stream came to its handler, and so ends as that or its user ends it. */
    private boolean serve(MuxedStream muxed, Runnable unused) {
        String protocol;
        try {
            muxed.deadline(limits.negotiation());
            protocol = Multistream.answer(
                    muxed, proposal -> handlers.find(proposal, limited()).isPresent());
            muxed.noDeadline();
        } catch (IOException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "stream not negotiated peerId={0} reason={1}", remotePeer(), failure.toString());
            muxed.reset(ErrorCodes.NEGOTIATION_FAILED);
            return false;
        } finally {
            negotiations.release();
        }
        Optional<Handlers.Entry> entry = handlers.find(protocol, limited());
        if (entry.isEmpty()) {
            // The handler was taken away meanwhile.
            muxed.reset(ErrorCodes.NEGOTIATION_FAILED);
            return false;
        }
        if (!muxed.countIn(entry.get().memory()) || !entry.get().enter(remotePeer())) {
            muxed.reset(ErrorCodes.RESOURCE_LIMIT);
            return false;
        }
        serve(new HostStream(this, protocol, Direction.INBOUND, muxed, muxed, unused), entry.get());
        return true;
    }

    private void serve(HostStream stream, Handlers.Entry entry) {
        try {
            entry.handler().handle(stream);
            if (!entry.handsOn()) {
                stream.close();
            }
        } catch (Exception failure) {
            // What a handler throws ends its stream and nothing else; the peer sees a reset.
            LOG.log(
                    Level.DEBUG,
                    "handler failed peerId={0} protocol={1} reason={2}",
                    remotePeer(),
                    stream.protocol(),
                    failure.toString());
            stream.reset();
        } catch (Error fault) {
            stream.reset();
            throw fault;
        } finally {
            entry.leave(remotePeer());
        }
    }

    @Override
    public Stream newStream(String... protocols) throws IOException {
        List<String> proposals = List.of(protocols);
        for (String protocol : proposals) {
            if (limited() && handlers.find(protocol, true).isEmpty()) {
                throw new LimitException(
                        "the connection to " + remotePeer() + " is limited, and " + protocol + " does not run on such");
            }
        }
        return open(proposals);
    }

    @Override
    public Stream newStream(Duration limit, String... protocols) throws IOException {
        return TimedOpening.within(limit, () -> newStream(protocols));
    }

    @Override
    public Stream newStreamOnLimited(String... protocols) throws IOException {
        return open(List.of(protocols));
    }

    private HostStream open(List<String> proposals) throws IOException {
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("a stream has a protocol");
        }
        MuxedStream muxed = upgraded.muxer().openStream();
        Runnable unused = use();
        boolean done = false;
        try {
            HostStream stream = negotiated(muxed, proposals, unused);
            done = true;
            return stream;
        } catch (NegotiationException refused) {
            muxed.reset(ErrorCodes.NEGOTIATION_FAILED);
            throw refused;
        } finally {
            if (!done) {
                muxed.reset();
                unused.run();
            }
        }
    }

    private HostStream negotiated(MuxedStream muxed, List<String> proposals, Runnable unused) throws IOException {
        String first = proposals.getFirst();
        if (proposals.size() == 1 && spokenByPeer.test(first)) {
            return new HostStream(this, first, Direction.OUTBOUND, muxed, Multistream.propose(muxed, first), unused);
        }
        muxed.deadline(limits.negotiation());
        String taken = Multistream.select(muxed, proposals);
        muxed.noDeadline();
        return new HostStream(this, taken, Direction.OUTBOUND, muxed, muxed, unused);
    }

    @Override
    public void close() {
        upgraded.muxer().close();
    }

    /** Ends it, and says why: one of {@link ErrorCodes}. */
    void close(long code) {
        upgraded.muxer().close(code);
    }

    @Override
    public String toString() {
        return remotePeer() + " at " + remoteAddress();
    }
}
