package ai.rios.libp2p.transport.tcp;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.transport.AcceptLimiter;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Accepts on one socket; every set-up has a virtual thread of its own, within the limits. Thread-safe. */
final class TcpListener implements Transport.Listener {
    private static final Logger LOG = System.getLogger(TcpListener.class.getName());

    /** Between two tries to accept when the machine cannot. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final TcpTransport transport;
    private final ServerSocket server;
    private final Consumer<Upgraded> connections;
    private final AcceptLimiter limiter;

    /** Sockets that are being set up; closing the listener ends them. */
    private final Set<Socket> pending = ConcurrentHashMap.newKeySet();

    private TcpListener(TcpTransport transport, ServerSocket server, Consumer<Upgraded> connections) {
        this.transport = transport;
        this.server = server;
        this.connections = connections;
        this.limiter = new AcceptLimiter(transport.limits().accepting(), transport.timers());
    }

    static TcpListener start(TcpTransport transport, InetSocketAddress at, Consumer<Upgraded> connections)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            if (transport.sharesPorts() && at.getPort() != 0) {
                probe(at);
            }
            if (transport.sharesPorts()) {
                server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            server.bind(at);
        } catch (IOException failure) {
            server.close();
            throw new IOException(
                    "cannot listen at " + Multiaddr.of(at, Protocol.TCP) + ": " + failure.getMessage(), failure);
        }
        TcpListener listener = new TcpListener(transport, server, connections);
        transport.began((InetSocketAddress) server.getLocalSocketAddress());
        Thread.ofVirtual().name("libp2p-accept-" + server.getLocalPort()).start(listener::acceptAll);
        return listener;
    }

    /** A port that is shared may be listened at twice; that somebody does already is to be said. */
    private static void probe(InetSocketAddress at) throws IOException {
        try (ServerSocket alone = new ServerSocket()) {
            alone.bind(at);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                begin(server.accept());
            } catch (IOException | RuntimeException failure) {
                // One that went away before it was taken; and when files run out, waiting for others to end is all
                // there is. Whatever one visitor brings, the next one is accepted.
                if (!server.isClosed()) {
                    LOG.log(Level.WARNING, "accept failed address={0}", server.getLocalSocketAddress(), failure);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        InetAddress from = socket.getInetAddress();
        if (!limiter.enter(from)) {
            socket.close();
            return;
        }
        pending.add(socket);
        Thread.ofVirtual().name("libp2p-set-up").start(() -> setUp(socket, from));
    }

    private void setUp(Socket socket, InetAddress from) {
        boolean handedOver = false;
        try {
            Multiaddr remote = Multiaddr.of((InetSocketAddress) socket.getRemoteSocketAddress(), Protocol.TCP);
            if (!server.isClosed() && transport.allowsAccept(remote)) {
                Upgraded upgraded = transport.upgrade(socket, Direction.INBOUND, Optional.empty());
                handedOver = true;
                connections.accept(upgraded);
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "inbound connection not set up remote={0} reason={1}", from, failure.toString());
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "setting up an inbound connection failed remote={0}", from, fault);
        } finally {
            pending.remove(socket);
            limiter.leave(from);
            if (!handedOver) {
                closeQuietly(socket);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "a socket could not be closed reason={0}", failure.toString());
        }
    }

    @Override
    public List<Multiaddr> addresses() {
        InetAddress bound = server.getInetAddress();
        if (!bound.isAnyLocalAddress()) {
            return List.of(address(bound));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    // The unspecified IPv6 address takes both kinds.
                    .filter(ip -> bound instanceof Inet6Address || !(ip instanceof Inet6Address))
                    .filter(ip -> !ip.isLinkLocalAddress())
                    .map(this::address)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("this machine does not tell its addresses", failure);
        }
    }

    private Multiaddr address(InetAddress ip) {
        return Multiaddr.of(new InetSocketAddress(ip, server.getLocalPort()), Protocol.TCP);
    }

    @Override
    public void close() {
        transport.ended(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        try {
            server.close();
            for (Socket socket : pending) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("a socket could not be closed", failure);
        }
    }
}
