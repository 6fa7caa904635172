package ai.rios.libp2p.autonat;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.HostPart;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out whether peers elsewhere can dial a host, and where. It asks those that are connected directly and say that they
 * dial for others; what it looks at is where the host listens, where many see it, and where one that is asked sees it, at the
 * ports where the host listens. {@link Host#reachability()} and {@link HostListener} tell what came of it, and what is reached
 * is told to others as an address of the host. Thread-safe.
 */
public final class AutoNat implements HostPart {
    /** Version 1: the opener asks to be dialed. */
    public static final String FIRST_ID = "/libp2p/autonat/1.0.0";

    /** Version 2: the opener asks to be dialed. */
    public static final String REQUEST_ID = "/libp2p/autonat/2/dial-request";

    /** Version 2: the opener has dialed. */
    public static final String DIAL_BACK_ID = "/libp2p/autonat/2/dial-back";

    /** Servers that are remembered, at most; those that were met first stay. */
    public static final int MOST_SERVERS = 64;

    private static final Logger LOG = System.getLogger(AutoNat.class.getName());

    /**
     * When what is done.
     *
     * @param begin after a server was met, or the addresses changed
     * @param retry where something is not decided yet
     * @param refresh where all is decided
     * @param rest what a server has before it is asked again
     */
    record Pace(Duration begin, Duration retry, Duration refresh, Duration rest) {
        /** 5 s, 10 s, 5 min, 2 min. */
        static final Pace DEFAULTS =
                new Pace(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(2));
    }

    private final Scope scope;
    private final Pace pace;
    private final Findings findings;
    private final Questions questions = new Questions(Questions.NONCE_PATIENCE);

    /** Held while servers are asked, so that one look runs at a time. */
    private final ReentrantLock looking = new ReentrantLock();

    /** All below: this part's own lock guards them, but the context. */
    private final Map<PeerId, Server> servers = new LinkedHashMap<>();

    private Timers.Timer next = () -> {};
    private boolean closed;

    /** Set once, before the first connection. */
    @SuppressWarnings("NullAway.Init")
    private HostContext context;

    /** For one host, in the public network. */
    public AutoNat() {
        this(Scope.PUBLIC);
    }

    /** For one host. */
    public AutoNat(Scope scope) {
        this(scope, Pace.DEFAULTS);
    }

    /** For one host, at a pace of its own. */
    AutoNat(Scope scope, Pace pace) {
        this.scope = scope;
        this.pace = pace;
        this.findings = new Findings(pace.refresh);
    }

    /**
     * A peer that dials for others.
     *
     * @param seen where it sees this host
     * @param isSecond whether it speaks version 2
     * @param restUntil when it may be asked again
     */
    private record Server(Connection connection, Optional<Multiaddr> seen, boolean isSecond, long restUntil) {}

    @Override
    public void attach(HostContext host) {
        context = host;
        host.host().setStreamHandler(DIAL_BACK_ID, new HandlerOptions(1, false), questions::arrive);
        host.host().addListener(new HostListener() {
            @Override
            public void identified(Connection connection, IdentifyMessage told) {
                met(connection, told);
            }

            @Override
            public void disconnected(Connection connection) {
                left(connection);
            }

            @Override
            public void addressesChanged(List<Multiaddr> addresses) {
                lookIn(pace.begin);
            }
        });
    }

    private void met(Connection connection, IdentifyMessage told) {
        boolean isSecond = told.protocols().contains(REQUEST_ID);
        if (!isSecond && !told.protocols().contains(FIRST_ID)) {
            return;
        }
        if (scope.covers(connection.remoteAddress()) && remember(connection, told, isSecond)) {
            lookIn(pace.begin);
        }
    }

    private synchronized boolean remember(Connection connection, IdentifyMessage told, boolean isSecond) {
        PeerId peer = connection.remotePeer();
        Server before = servers.get(peer);
        if (closed || (before == null && servers.size() >= MOST_SERVERS)) {
            return false;
        }
        long restUntil = before == null ? now() : before.restUntil;
        Optional<Multiaddr> seen = told.observedAddress().filter(scope::covers);
        servers.put(peer, new Server(connection, seen, isSecond, restUntil));
        return before == null;
    }

    private synchronized void left(Connection connection) {
        Server server = servers.get(connection.remotePeer());
        if (server != null && server.connection.equals(connection)) {
            servers.remove(connection.remotePeer());
        }
    }

    private synchronized void lookIn(Duration delay) {
        next.cancel();
        if (!closed) {
            next = context.timers()
                    .schedule(
                            delay,
                            () -> Thread.ofVirtual().name("libp2p-autonat").start(this::look));
        }
    }

    private void look() {
        looking.lock();
        try {
            for (Server server : rested()) {
                findings.lookAt(all());
                ask(server);
                context.found(findings.reachability(), findings.decided(true), findings.decided(false));
            }
            findings.lookAt(all());
            boolean isOpen = known().stream().anyMatch(this::isOfUse);
            lookIn(isOpen ? pace.retry : pace.refresh);
        } finally {
            looking.unlock();
        }
    }

    private List<Server> rested() {
        long now = now();
        return known().stream().filter(server -> now - server.restUntil >= 0).toList();
    }

    private synchronized List<Server> known() {
        return List.copyOf(servers.values());
    }

    /** What is looked at with any server. */
    private Set<Multiaddr> all() {
        Set<Multiaddr> all = new LinkedHashSet<>();
        known().forEach(server -> all.addAll(addressesFor(server)));
        return all;
    }

    private Set<Multiaddr> addressesFor(Server server) {
        List<Multiaddr> candidates = context.candidates();
        Set<Multiaddr> all = new LinkedHashSet<>();
        candidates.stream().filter(scope::covers).forEach(all::add);
        server.seen.ifPresent(seen -> all.addAll(Guesses.of(seen, candidates)));
        return all;
    }

    /** Whether there is something to ask it. */
    private boolean isOfUse(Server server) {
        return server.isSecond ? !due(server).isEmpty() : findings.isWholeDue(now());
    }

    private List<Multiaddr> due(Server server) {
        return findings.due(addressesFor(server), now());
    }

    private long now() {
        return context.timers().nanoTime();
    }

    private void ask(Server server) {
        if (!isOfUse(server)) {
            return;
        }
        rest(server);
        try {
            if (server.isSecond) {
                findings.add(questions.ask(server.connection, due(server)), now());
            } else {
                List<Multiaddr> own = List.copyOf(addressesFor(server));
                questions
                        .askFirst(server.connection, context.host().id(), own)
                        .ifPresent(reached -> findings.addWhole(reached, now()));
            }
        } catch (IOException failure) {
            LOG.log(
                    Level.DEBUG,
                    "not asked whether this host is reached peerId={0} reason={1}",
                    server.connection.remotePeer(),
                    failure.toString());
        }
    }

    private synchronized void rest(Server server) {
        long until = now() + pace.rest.toNanos();
        servers.computeIfPresent(
                server.connection.remotePeer(),
                (_, known) -> new Server(known.connection, known.seen, known.isSecond, until));
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
    }
}
