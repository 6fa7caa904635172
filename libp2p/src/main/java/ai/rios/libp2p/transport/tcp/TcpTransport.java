package ai.rios.libp2p.transport.tcp;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import ai.rios.libp2p.transport.Upgrader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** TCP over IPv4 and IPv6; what it connects is upgraded before it is handed over. Thread-safe. */
public final class TcpTransport implements Transport {
    private static final Logger LOG = System.getLogger(TcpTransport.class.getName());

    /** Between two tries where a punch is refused. */
    private static final long PUNCH_PAUSE_NANOS = 50_000_000;

    private final Upgrader upgrader;
    private final Timers timers;
    private final TcpLimits limits;
    private final boolean sharesPorts;

    /** Where it listens, if ports are shared. */
    private final Set<InetSocketAddress> listening = ConcurrentHashMap.newKeySet();

    /** TCP whose connections {@code upgrader} makes secure; it dials from any port. */
    public TcpTransport(Upgrader upgrader, Timers timers, TcpLimits limits) {
        this(upgrader, timers, limits, false);
    }

    /**
     * TCP whose connections {@code upgrader} makes secure.
     *
     * @param sharesPorts whether it dials from the ports where it listens, so that others see where it may be reached
     */
    public TcpTransport(Upgrader upgrader, Timers timers, TcpLimits limits, boolean sharesPorts) {
        this.upgrader = upgrader;
        this.timers = timers;
        this.limits = limits;
        this.sharesPorts = sharesPorts;
    }

    @Override
    public boolean handles(Multiaddr address) {
        int parts = address.components().size() - (address.has(Protocol.IP6ZONE) ? 1 : 0);
        return parts == 2 && address.socketAddress(Protocol.TCP).isPresent();
    }

    private static InetSocketAddress socketAddress(Multiaddr address) {
        return address.socketAddress(Protocol.TCP)
                .orElseThrow(() -> new IllegalArgumentException(address + " is no TCP address"));
    }

    @Override
    public Upgraded dial(Multiaddr address, Optional<PeerId> expected) throws IOException {
        InetSocketAddress to = socketAddress(address);
        Optional<InetSocketAddress> from = listeningFor(to);
        if (from.isPresent()) {
            try {
                return dial(to, from, Direction.OUTBOUND, expected);
            } catch (BindException taken) {
                // There is a connection between these two ports already, or was a short time ago.
                LOG.log(Level.DEBUG, "dialing from another port to={0} reason={1}", to, taken.toString());
            }
        }
        return dial(to, Optional.empty(), Direction.OUTBOUND, expected);
    }

    private Upgraded dial(
            InetSocketAddress to, Optional<InetSocketAddress> from, Direction role, Optional<PeerId> expected)
            throws IOException {
        // The socket becomes the connection's; upgrade closes it when it fails.
        Socket socket = new Socket();
        try {
            if (from.isPresent()) {
                socket.setReuseAddress(true);
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                socket.bind(from.get());
            }
            socket.connect(to, Math.toIntExact(limits.connect().toMillis()));
            return upgrade(socket, role, expected);
        } catch (NoRouteToHostException failure) {
            socket.close();
            // So Java calls it that these two ports are connected already.
            throw from.isPresent() ? bindFailure(failure) : failure;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private static BindException bindFailure(IOException cause) {
        BindException failure = new BindException("the port cannot be dialed from");
        failure.initCause(cause);
        return failure;
    }

    /** Where it listens and may dial from to there: the same kind of address, and loopback to loopback only. */
    private Optional<InetSocketAddress> listeningFor(InetSocketAddress to) {
        return listening.stream()
                .filter(at -> at.getAddress().getClass() == to.getAddress().getClass())
                .filter(at -> at.getAddress().isAnyLocalAddress()
                        || at.getAddress().isLoopbackAddress()
                                == to.getAddress().isLoopbackAddress())
                .findFirst();
    }

    @Override
    public Upgraded punch(Multiaddr address, PeerId expected, Direction role) throws IOException {
        InetSocketAddress to = socketAddress(address);
        Optional<InetSocketAddress> from = listeningFor(to);
        if (from.isEmpty()) {
            throw new IOException("nothing listens here that may dial " + address + " from its port");
        }
        long until = timers.nanoTime() + limits.connect().toNanos();
        while (true) {
            try {
                return dial(to, from, role, Optional.of(expected));
            } catch (ConnectException refused) {
                // The other end's gate may not be open yet.
                if (timers.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
                    throw refused;
                }
                LockSupport.parkNanos(PUNCH_PAUSE_NANOS);
            }
        }
    }

    @Override
    public Listener listen(Multiaddr address, Consumer<Upgraded> connections) throws IOException {
        return TcpListener.start(this, socketAddress(address), connections);
    }

    boolean sharesPorts() {
        return sharesPorts;
    }

    /** A listener has begun. */
    void began(InetSocketAddress at) {
        if (sharesPorts) {
            listening.add(at);
        }
    }

    /** A listener has ended. */
    void ended(InetSocketAddress at) {
        listening.remove(at);
    }

    Timers timers() {
        return timers;
    }

    TcpLimits limits() {
        return limits;
    }

    boolean allowsAccept(Multiaddr remote) {
        return upgrader.gater().allowAccept(remote);
    }

    /** Upgrades within the limit of time: whatever it waits for then, the closed socket ends it. */
    Upgraded upgrade(Socket socket, Direction direction, Optional<PeerId> expected) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        SocketDuplex raw = new SocketDuplex(socket);
        Multiaddr local = Multiaddr.of((InetSocketAddress) socket.getLocalSocketAddress(), Protocol.TCP);
        Multiaddr remote = Multiaddr.of((InetSocketAddress) socket.getRemoteSocketAddress(), Protocol.TCP);
        AtomicBoolean late = new AtomicBoolean();
        Timers.Timer limit = timers.schedule(limits.setUp(), () -> {
            late.set(true);
            raw.close();
        });
        try {
            return upgrader.upgrade(raw, direction, expected, local, remote);
        } catch (IOException failure) {
            throw late.get() ? new DialException("setting it up took longer than " + limits.setUp(), failure) : failure;
        } finally {
            limit.cancel();
        }
    }
}
