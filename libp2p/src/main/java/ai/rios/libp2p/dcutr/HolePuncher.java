package ai.rios.libp2p.dcutr;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.HostPart;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiPredicate;

/**
 * Brings relayed connections to a direct one, over TCP. The end that was dialed begins, as soon as it knows the other one:
 *
 * <pre>
 * dialed (server)                        dialer (client)
 *   CONNECT, where it is seen     ─►
 *                                 ◄─     CONNECT, where it is seen        the time of both ways is taken
 *   SYNC                          ─►
 *   dials after half of that time        dials as it comes
 * </pre>
 *
 * The two dial each other at the same moment, each from the port where it listens, so that each lets the other one in for an
 * answer. In the last attempt of a connection both ends take each other's roles, for there are peers that have them so. Once the direct connection stands, the relayed one is closed after {@link #GRACE}. Only public addresses are told and
 * dialed, and nobody is dialed but peers that are connected over a relay. Thread-safe.
 */
public final class HolePuncher implements HostPart {
    /** The protocol. */
    public static final String ID = "/libp2p/dcutr";

    /** How often it is tried. */
    public static final int ATTEMPTS = 3;

    /** What streams on the relayed connection still have to come to their ends. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /** Peers with which it is tried at the same time; further ones stay relayed. */
    public static final int MOST_AT_ONCE = 16;

    private static final Logger LOG = System.getLogger(HolePuncher.class.getName());
    private static final Duration EXCHANGE = Duration.ofSeconds(60);
    private static final Duration DIAL = Duration.ofSeconds(5);

    private final BiPredicate<HostContext, Multiaddr> usable;
    private final Duration grace;

    /** Peers with which it is being tried. */
    private final Set<PeerId> trying = ConcurrentHashMap.newKeySet();

    /** How often each relayed connection that stands was punched from the other end. */
    private final Map<Connection, Integer> answered = new ConcurrentHashMap<>();

    /** Set once, before the first connection. */
    @SuppressWarnings("NullAway.Init")
    private HostContext context;

    /** A puncher of one host. */
    public HolePuncher() {
        this(HostContext::isPublic, GRACE);
    }

    /** A puncher that takes other addresses than public ones. */
    HolePuncher(BiPredicate<HostContext, Multiaddr> usable, Duration grace) {
        this.usable = usable;
        this.grace = grace;
    }

    @Override
    public boolean dialsFromListenPorts() {
        return true;
    }

    @Override
    public void attach(HostContext host) {
        context = host;
        // The other end may begin the next attempt while the dial of the one before still runs here.
        context.host().setStreamHandler(ID, new HandlerOptions(ATTEMPTS, true), this::answer);
        context.host().addListener(new HostListener() {
            @Override
            public void identified(Connection connection, IdentifyMessage told) {
                heard(connection, told);
            }

            @Override
            public void disconnected(Connection connection) {
                answered.remove(connection);
            }
        });
    }

    private void heard(Connection connection, IdentifyMessage told) {
        if (isRelayed(connection) && connection.direction() == Direction.INBOUND) {
            Thread.ofVirtual().name("libp2p-punch").start(() -> begin(connection, told));
        }
    }

    private static boolean isRelayed(Connection connection) {
        return connection.remoteAddress().isCircuit();
    }

    private boolean isUsable(Multiaddr address) {
        return !address.isCircuit() && usable.test(context, address);
    }

    private void begin(Connection relayed, IdentifyMessage told) {
        PeerId peer = relayed.remotePeer();
        if (trying.size() >= MOST_AT_ONCE || !trying.add(peer)) {
            return;
        }
        try {
            bringTogether(relayed, told);
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "no direct connection peerId={0} reason={1}", peer, failure.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            trying.remove(peer);
        }
    }

    private void bringTogether(Connection relayed, IdentifyMessage told) throws IOException, InterruptedException {
        PeerId peer = relayed.remotePeer();
        if (context.direct(peer).isEmpty() && !isReached(peer, told)) {
            for (int attempt = 0; attempt < ATTEMPTS && context.direct(peer).isEmpty(); attempt++) {
                punch(relayed, attempt == ATTEMPTS - 1 ? Direction.OUTBOUND : Direction.INBOUND);
            }
        }
        if (context.direct(peer).isPresent()) {
            context.timers()
                    .schedule(
                            grace,
                            () -> Thread.ofVirtual().name("libp2p-punched").start(relayed::close));
        }
    }

    /** Whether it can be dialed where it says that it listens; then there is nothing to punch. */
    private boolean isReached(PeerId peer, IdentifyMessage told) {
        List<Multiaddr> addresses = told.addresses().stream()
                .filter(this::isUsable)
                .limit(PunchMessage.MOST_ADDRESSES)
                .toList();
        if (addresses.isEmpty()) {
            return false;
        }
        try {
            context.connectDirectly(new PeerAddresses(peer, addresses));
            return true;
        } catch (IOException closed) {
            LOG.log(Level.DEBUG, "not reached peerId={0} reason={1}", peer, closed.toString());
            return false;
        }
    }

    private void punch(Connection relayed, Direction role) throws IOException, InterruptedException {
        PeerId peer = relayed.remotePeer();
        List<Multiaddr> theirs;
        Duration bothWays;
        try (Stream stream = relayed.newStreamOnLimited(ID)) {
            stream.deadline(EXCHANGE);
            long sent = context.timers().nanoTime();
            write(stream, PunchMessage.Kind.CONNECT, own());
            theirs = read(stream, PunchMessage.Kind.CONNECT);
            bothWays = Duration.ofNanos(context.timers().nanoTime() - sent);
            write(stream, PunchMessage.Kind.SYNC, List.of());
        }
        CountDownLatch now = new CountDownLatch(1);
        context.timers().schedule(bothWays.dividedBy(2), now::countDown);
        now.await();
        dial(peer, theirs, role);
    }

    private void answer(Stream stream) throws IOException {
        Connection connection = stream.connection();
        if (!isRelayed(connection) || connection.direction() != Direction.OUTBOUND) {
            throw new FrameException("nobody is punched to who was not dialed over a relay");
        }
        stream.deadline(EXCHANGE);
        List<Multiaddr> theirs = read(stream, PunchMessage.Kind.CONNECT);
        write(stream, PunchMessage.Kind.CONNECT, own());
        read(stream, PunchMessage.Kind.SYNC);
        stream.close();
        int attempt = answered.merge(connection, 1, Integer::sum);
        dial(connection.remotePeer(), theirs, attempt == ATTEMPTS ? Direction.INBOUND : Direction.OUTBOUND);
    }

    private void dial(PeerId peer, List<Multiaddr> addresses, Direction role) {
        try {
            context.punch(new PeerAddresses(peer, addresses), role, DIAL);
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "not punched peerId={0} reason={1}", peer, failure.toString());
        }
    }

    /** Where this host is seen, and where it listens for everybody. */
    private List<Multiaddr> own() throws IOException {
        Set<Multiaddr> all = new LinkedHashSet<>(context.observed());
        context.host().addresses().stream().map(Multiaddr::withoutPeer).forEach(all::add);
        List<Multiaddr> usableOnes = all.stream().filter(this::isUsable).toList();
        if (usableOnes.isEmpty()) {
            throw new IOException("nobody has seen this host at an address that others reach");
        }
        return usableOnes;
    }

    private static void write(Stream stream, PunchMessage.Kind kind, List<Multiaddr> addresses) throws IOException {
        stream.writeFrame(new PunchMessage(kind, addresses).encode());
    }

    private List<Multiaddr> read(Stream stream, PunchMessage.Kind kind) throws IOException {
        PunchMessage told;
        try {
            told = PunchMessage.decode(stream.readFrame(PunchMessage.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("a punch message cannot be read", refused);
        }
        if (told.kind() != kind) {
            throw new FrameException("a punch message is " + told.kind() + " and should be " + kind);
        }
        List<Multiaddr> addresses =
                told.addresses().stream().filter(this::isUsable).toList();
        if (kind == PunchMessage.Kind.CONNECT && addresses.isEmpty()) {
            throw new FrameException("the other end told no address that this one may dial");
        }
        return addresses;
    }
}
