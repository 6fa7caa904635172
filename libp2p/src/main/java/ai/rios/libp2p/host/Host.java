package ai.rios.libp2p.host;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.identify.Identify;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.SystemTimers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.ping.Ping;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A peer of one's own. It has an identity, listens and dials, keeps one connection to each peer that it talks to, and serves
 * the streams that others open. Identify and ping are served, and every new connection is identified.
 *
 * <p>Thread-safe. Whatever waits may be interrupted. What a host runs are virtual threads, and one daemon thread for time.
 */
public final class Host implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Host.class.getName());

    /** Changes of addresses and protocols wait for one another before they are told. */
    private static final Duration PUSH_DELAY = Duration.ofSeconds(1);

    /** How long the ends of all connections are waited for, together; each by itself takes less. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final PrivateKey key;
    private final HostLimits limits;
    private final SystemTimers timers;
    private final List<Transport> transports;
    private final Dialer dialer;
    private final PeerStore peers;
    private final Optional<PeerKeeper> keeper;
    private final ConnectionTable connections;
    private final ConnectionGater gater;

    /** Before the host is handed out nothing is forgotten. */
    private volatile Runnable forgetGater = () -> {};

    private final ConnectionTags tags = new ConnectionTags();
    private final Trimmer trimmer;
    private final AtomicBoolean trimIsUnderWay = new AtomicBoolean();
    private final Identify identify;
    private final SecureRandom random = new SecureRandom();
    private final Handlers handlers;
    private final List<HostPart> parts = new CopyOnWriteArrayList<>();
    private final List<HostListener> hostListeners = new CopyOnWriteArrayList<>();
    private final OwnAddresses own;

    /** Held while listeners of the host hear of its addresses, so that they hear of the latest ones last. */
    private final ReentrantLock telling = new ReentrantLock();

    private final Map<Wanted, SharedDial> dialing = new ConcurrentHashMap<>();
    private final AtomicBoolean pushIsDue = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Host(
            HostBuilder builder,
            SystemTimers timers,
            List<Transport> transports,
            Resources resources,
            ConnectionTable connections) {
        this.key = builder.identity();
        this.limits = builder.limits();
        this.handlers = new Handlers(resources);
        this.timers = timers;
        this.transports = new CopyOnWriteArrayList<>(transports);
        this.dialer = new Dialer(this.transports, builder.gater(), limits, timers);
        this.peers = new PeerStore(timers);
        this.keeper = builder.peerFolder()
                .map(folder -> new PeerKeeper(peers, new PeerFile(folder, builder.clock()), timers));
        this.own = new OwnAddresses(timers);
        this.connections = connections;
        this.gater = builder.gater();
        this.trimmer = new Trimmer(builder.trimLimits(), tags, timers);
        this.identify = new Identify(
                key,
                builder.agentVersion(),
                builder.protocolVersion(),
                own::all,
                handlers::protocols,
                builder.clock()::millis);
        handlers.set(ProtocolMatch.exactly(Identify.ID), new HandlerOptions(4, true), identify.handler());
        handlers.set(
                ProtocolMatch.exactly(Identify.PUSH_ID),
                new HandlerOptions(4, true),
                identify.pushHandler(this::mayPush, this::learn));
        handlers.set(ProtocolMatch.exactly(Ping.ID), new HandlerOptions(2, true), Ping.handler());
    }

    /** Begins to look from time to time for connections that nobody uses. */
    void keepTidy() {
        forgetGater = gater.whenRevoked(this::revoked);
        timers.schedule(trimmer.limits().idleFor().dividedBy(4), this::lookForIdle);
    }

    /** Takes in what was known of peers before, where that is kept. */
    void rememberPeers() throws IOException {
        if (keeper.isPresent()) {
            keeper.get().start();
        }
    }

    /** What those who share a dial want. */
    private record Wanted(PeerId peer, boolean direct) {}

    /** A dial that several may wait for, and the thread that dials. */
    private record SharedDial(CompletableFuture<HostConnection> result, Thread thread) {}

    void attach(HostPart part, HostContext context) throws IOException {
        parts.add(part);
        part.attach(context);
    }

    void addTransport(Transport transport) {
        transports.add(transport);
    }

    /** Begins to describe a host. */
    public static HostBuilder builder() {
        return new HostBuilder();
    }

    /** Its name. */
    public PeerId id() {
        return PeerId.of(key.publicKey());
    }

    /** Where it listens, and where others see that from outside; each with its peer at the end, as others take it. */
    public List<Multiaddr> addresses() {
        return withPeer(own.all());
    }

    private List<Multiaddr> withPeer(List<Multiaddr> addresses) {
        return addresses.stream()
                .map(address -> address.withPeer(id().multihash()))
                .toList();
    }

    /** Whether peers elsewhere can dial it, as far as a part of it has found out. */
    public Reachability reachability() {
        return own.reachability();
    }

    /** What it knows of other peers. */
    public PeerStore peers() {
        return peers;
    }

    /** The connections that stand. */
    public List<Connection> connections() {
        return List.copyOf(connections.all());
    }

    /**
     * Listens at one address more.
     *
     * @throws IOException when it is taken, or no transport of this host listens there
     */
    public void listen(Multiaddr address) throws IOException {
        listenAt(address);
    }

    /** The same; where it has begun, {@link #unlisten} may end it. */
    Transport.Listener listenAt(Multiaddr address) throws IOException {
        Transport transport = transports.stream()
                .filter(candidate -> candidate.handles(address))
                .findFirst()
                .orElseThrow(() -> new IOException("this host cannot listen at " + address));
        Transport.Listener listener = transport.listen(address, this::accept);
        own.add(listener);
        if (closed.get()) {
            // Whoever closes the host may have seen this listener, or not.
            listener.close();
            throw new IOException("the host is closed");
        }
        lookForChanges();
        return listener;
    }

    void unlisten(Transport.Listener listener) {
        own.remove(listener);
        listener.close();
        lookForChanges();
    }

    /** Serves a protocol, in the place of what served it before. */
    public void setStreamHandler(String protocol, ProtocolHandler handler) {
        setStreamHandler(protocol, HandlerOptions.DEFAULTS, handler);
    }

    /** Serves a protocol, in the place of what served it before. */
    public void setStreamHandler(String protocol, HandlerOptions options, ProtocolHandler handler) {
        setStreamHandler(ProtocolMatch.exactly(protocol), options, handler);
    }

    /** Serves a protocol, and others that go by it, in the place of what served it before. */
    public void setStreamHandler(ProtocolMatch protocols, HandlerOptions options, ProtocolHandler handler) {
        handlers.set(protocols, options, handler);
        announce();
    }

    /** Serves a protocol no longer; streams that are open go on. */
    public void removeStreamHandler(String protocol) {
        handlers.remove(protocol);
        announce();
    }

    /** Hears of connections from now on. */
    public void addListener(HostListener listener) {
        hostListeners.add(listener);
    }

    /** Hears of connections no longer. */
    public void removeListener(HostListener listener) {
        hostListeners.remove(listener);
    }

    /**
     * The connection to the peer at an address that ends with it, dialed where there is none.
     *
     * @throws ai.rios.libp2p.MalformedException when it is no such address
     */
    public Connection connect(String address) throws IOException {
        return connect(Multiaddr.parse(address));
    }

    /**
     * The connection to the peer at an address that ends with it, dialed where there is none.
     *
     * @throws ai.rios.libp2p.MalformedException when it does not end with a peer
     */
    public Connection connect(Multiaddr address) throws IOException {
        return connect(PeerAddresses.at(address));
    }

    /**
     * The connection to a peer, dialed where there is none; at the addresses that are given and those that are known. Those
     * who ask for the same peer at the same time share one dial.
     *
     * @throws DialException when no address leads to it
     * @throws LimitException when this host has too many connections
     */
    public Connection connect(PeerAddresses peer) throws IOException {
        return connect(peer, false);
    }

    /** The same; {@code direct} takes no connection over a relay. */
    Connection connect(PeerAddresses peer, boolean direct) throws IOException {
        if (peer.id().equals(id())) {
            throw new DialException("a host does not dial itself");
        }
        Optional<HostConnection> standing = connections.find(peer.id(), direct);
        if (standing.isPresent()) {
            return standing.get();
        }
        CompletableFuture<HostConnection> result = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("libp2p-connect").unstarted(() -> connect(peer, direct, result));
        SharedDial fresh = new SharedDial(result, thread);
        SharedDial shared = dialing.putIfAbsent(new Wanted(peer.id(), direct), fresh);
        if (shared == null) {
            shared = fresh;
            thread.start();
        }
        if (closed.get()) {
            shared.thread.interrupt();
        }
        try {
            return shared.result.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("connecting was interrupted").initCause(interrupt);
        } catch (ExecutionException failure) {
            // Each of those who share the dial gets an exception of its own thread.
            throw failure.getCause() instanceof LimitException
                    ? new LimitException(
                            "no room for a connection to " + peer.id() + ": " + reason(failure), failure.getCause())
                    : new DialException("no connection to " + peer.id() + ": " + reason(failure), failure.getCause());
        }
    }

    private static String reason(ExecutionException failure) {
        return failure.getCause() == null
                ? failure.toString()
                : String.valueOf(failure.getCause().getMessage());
    }

    private void connect(PeerAddresses peer, boolean direct, CompletableFuture<HostConnection> result) {
        Wanted wanted = new Wanted(peer.id(), direct);
        SharedDial own = new SharedDial(result, Thread.currentThread());
        try {
            Optional<HostConnection> standing = connections.find(peer.id(), direct);
            HostConnection connection = standing.isPresent() ? standing.get() : dial(peer, direct);
            // Who asks from now on finds the connection, or dials anew, and shares no result of the past.
            dialing.remove(wanted, own);
            result.complete(connection);
        } catch (IOException | RuntimeException failure) {
            dialing.remove(wanted, own);
            result.completeExceptionally(failure);
        } catch (Error fault) {
            dialing.remove(wanted, own);
            result.completeExceptionally(fault);
            throw fault;
        }
    }

    Optional<Connection> direct(PeerId peer) {
        return connections.find(peer, true).map(Function.identity());
    }

    Connection punch(PeerAddresses peer, Direction role, Duration limit) throws IOException {
        return adopt(dialer.punch(peer, role, limit));
    }

    private HostConnection dial(PeerAddresses peer, boolean direct) throws IOException {
        Set<Multiaddr> addresses = new LinkedHashSet<>(peer.addresses());
        addresses.addAll(peers.addresses(peer.id()));
        addresses.removeIf(address -> direct && address.isCircuit());
        // Over a relay that this host is reached through, others are reached too.
        Set<Multiaddr> notDialed = new HashSet<>(own.all());
        notDialed.removeIf(Multiaddr::isCircuit);
        Upgraded upgraded = dialer.dial(new PeerAddresses(peer.id(), new ArrayList<>(addresses)), notDialed);
        return adopt(upgraded);
    }

    /**
     * Opens a stream to a peer, over the connection that stands or a new one at addresses that are known.
     *
     * @param protocols what to propose, the best first
     * @throws ai.rios.libp2p.NegotiationException when the peer speaks none of them
     */
    public Stream newStream(PeerId peer, String... protocols) throws IOException {
        return connect(new PeerAddresses(peer, List.of())).newStream(protocols);
    }

    /**
     * The same, and waits no longer than it is told, dialing included.
     *
     * @throws ai.rios.libp2p.DeadlineException when it takes longer
     */
    public Stream newStream(Duration limit, PeerId peer, String... protocols) throws IOException {
        return TimedOpening.within(limit, () -> newStream(peer, protocols));
    }

    /** Begins to ping over one stream of {@code connection}. */
    public Ping ping(Connection connection) throws IOException {
        return Ping.start(connection, random, timers);
    }

    /**
     * Asks the peer at the other end who it is and what it speaks; after those who ask on the same connection already, for some peers answer
     * one at a time.
     *
     * @throws ai.rios.libp2p.FrameException when its answer cannot be read
     */
    public IdentifyMessage identify(Connection connection) throws IOException {
        IdentifyMessage told =
                connection instanceof HostConnection ours ? ours.identified(identify) : identify.ask(connection);
        learn(connection, told);
        return told;
    }

    private void accept(Upgraded upgraded) {
        try {
            adopt(upgraded);
        } catch (LimitException full) {
            LOG.log(
                    Level.DEBUG,
                    "inbound connection refused peerId={0} reason={1}",
                    upgraded.remotePeer(),
                    full.toString());
        }
    }

    private HostConnection adopt(Upgraded upgraded) throws LimitException {
        PeerId peer = upgraded.remotePeer();
        HostConnection connection = new HostConnection(
                upgraded,
                handlers,
                limits,
                timers,
                protocol -> peers.protocols(peer).contains(protocol));
        try {
            connections.add(connection);
        } catch (LimitException full) {
            upgraded.muxer().close(ErrorCodes.RESOURCE_LIMIT);
            throw full;
        }
        if (!gater.allowSecured(upgraded.direction(), peer, upgraded.remoteAddress())) {
            // It was allowed in its handshake, and no longer is; from now on the gater tells.
            connections.remove(connection);
            upgraded.muxer().close(ErrorCodes.GATED);
            throw new LimitException("peer " + peer + " may not be here any more");
        }
        peers.connected(peer);
        trimIfDue();
        tell(listener -> listener.connected(connection));
        Thread.ofVirtual().name("libp2p-connection").start(() -> serve(connection));
        Thread.ofVirtual().name("libp2p-identify").start(() -> identifyOnce(connection));
        return connection;
    }

    /** What the connections with peers are worth. */
    public ConnectionTags tags() {
        return tags;
    }

    private void revoked(PeerId peer) {
        connections.all().stream()
                .filter(connection -> connection.remotePeer().equals(peer))
                .forEach(connection ->
                        Thread.ofVirtual().name("libp2p-revoke").start(() -> connection.close(ErrorCodes.GATED)));
    }

    private void trimIfDue() {
        if (!trimmer.surplus(connections.all()).isEmpty() && trimIsUnderWay.compareAndSet(false, true)) {
            end(trimmer.surplus(connections.all()), "too many");
            timers.schedule(trimmer.limits().silence(), () -> trimIsUnderWay.set(false));
        }
    }

    private void lookForIdle() {
        end(trimmer.idle(connections.all()), "idle");
        trimIfDue();
        // What others saw counts for a time only, and a machine's own addresses may change.
        Thread.ofVirtual().name("libp2p-addresses").start(this::lookForChanges);
        timers.schedule(trimmer.limits().idleFor().dividedBy(4), this::lookForIdle);
    }

    private static void end(List<HostConnection> those, String reason) {
        for (HostConnection connection : those) {
            LOG.log(Level.DEBUG, "connection closed peerId={0} reason={1}", connection.remotePeer(), reason);
            Thread.ofVirtual().name("libp2p-trim").start(() -> connection.close(ErrorCodes.GARBAGE_COLLECTED));
        }
    }

    private void serve(HostConnection connection) {
        try {
            connection.serve();
        } finally {
            connections.remove(connection);
            peers.disconnected(connection.remotePeer());
            tell(listener -> listener.disconnected(connection));
        }
    }

    private void identifyOnce(HostConnection connection) {
        try {
            identify(connection);
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "not identified peerId={0} reason={1}", connection.remotePeer(), failure.toString());
        }
    }

    private boolean mayPush(Connection connection) {
        return connection instanceof HostConnection ours && ours.mayPush(timers.nanoTime());
    }

    /** What is not told is unchanged; lists take the place of those that were told before. */
    private void learn(Connection connection, IdentifyMessage told) {
        PeerId peer = connection.remotePeer();
        if (told.record().isPresent()
                && !peers.admitRecord(peer, told.record().get().seq())) {
            LOG.log(Level.DEBUG, "an older record than before is passed over peerId={0}", peer);
            return;
        }
        List<Multiaddr> addresses = told.addresses().stream()
                .filter(address -> !Addresses.isName(address))
                .filter(address -> Addresses.isOfUse(address, connection.remoteAddress()))
                .toList();
        if (!told.addresses().isEmpty()) {
            peers.setAddresses(peer, addresses, PeerStore.KEPT_AFTER_CONNECTION);
        }
        if (!told.protocols().isEmpty()) {
            peers.setProtocols(peer, told.protocols());
        }
        told.observedAddress().ifPresent(seen -> {
            own.observe(connection, seen);
            lookForChanges();
        });
        tell(listener -> listener.identified(connection, told));
    }

    /** Tells of the host's addresses where they are others than were told last. */
    void lookForChanges() {
        telling.lock();
        try {
            own.changed().ifPresent(addresses -> {
                tell(listener -> listener.addressesChanged(withPeer(addresses)));
                announce();
            });
        } finally {
            telling.unlock();
        }
    }

    /** Takes what a part has found out by having itself dialed. */
    void found(Reachability reachability, Collection<Multiaddr> reached, Collection<Multiaddr> notReached) {
        telling.lock();
        try {
            if (own.found(reachability, reached, notReached)) {
                tell(listener -> listener.reachabilityChanged(reachability));
            }
            lookForChanges();
        } finally {
            telling.unlock();
        }
    }

    boolean dials(Multiaddr address) {
        return transports.stream().anyMatch(transport -> transport.handles(address));
    }

    OwnAddresses own() {
        return own;
    }

    private void announce() {
        if (!connections.all().isEmpty() && pushIsDue.compareAndSet(false, true)) {
            timers.schedule(
                    PUSH_DELAY, () -> Thread.ofVirtual().name("libp2p-push").start(this::pushToAll));
        }
    }

    private void pushToAll() {
        pushIsDue.set(false);
        for (HostConnection connection : connections.all()) {
            if (peers.protocols(connection.remotePeer()).contains(Identify.PUSH_ID)) {
                Thread.ofVirtual().name("libp2p-push").start(() -> push(connection));
            }
        }
    }

    private void push(HostConnection connection) {
        try {
            identify.push(connection);
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "not pushed peerId={0} reason={1}", connection.remotePeer(), failure.toString());
        }
    }

    private void tell(Consumer<HostListener> news) {
        for (HostListener listener : hostListeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, "a listener of the host failed", failure);
            }
        }
    }

    /**
     * Ends it: no new connections and streams, dials under way are interrupted, then a short time for those streams that are
     * being served, then the end of all connections at once. A second close does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        own.close();
        dialing.values().forEach(dial -> dial.thread.interrupt());
        parts.forEach(HostPart::close);
        forgetGater.run();
        dialer.close();
        List<HostConnection> standing = connections.close();
        long until = timers.nanoTime() + limits.grace().toNanos();
        standing.forEach(connection -> connection.finish(Duration.ofNanos(until - timers.nanoTime())));
        keeper.ifPresent(PeerKeeper::close);
        endAll(standing);
        transports.forEach(Transport::close);
        timers.close();
    }

    private static void endAll(List<HostConnection> standing) {
        List<Thread> endings = standing.stream()
                .map(connection -> Thread.ofVirtual().name("libp2p-close").start(connection::close))
                .toList();
        long until = System.nanoTime() + CLOSING.toNanos();
        try {
            for (Thread ending : endings) {
                ending.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
