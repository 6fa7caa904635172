package ai.rios.libp2p.transport.quic;

import static java.util.Objects.requireNonNull;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.AcceptLimiter;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections on one socket. Each is looked at before anything is kept of it, and has the time of a handshake to say who
 * it is. Thread-safe. The port is free again when the last connection that came there has ended.
 */
final class QuicListener implements Transport.Listener {
    private static final Logger LOG = System.getLogger(QuicListener.class.getName());

    /** Which part of the set-ups under way may be of those that have not shown that they are where they say. */
    private static final int UNPROVEN_SHARE = 4;

    private final QuicTransport transport;
    private final Consumer<Upgraded> connections;
    private final AcceptLimiter limiter;

    /** Connections that are being set up; closing the listener ends them. */
    private final Map<QuicChannel, SetUp> pending = new ConcurrentHashMap<>();

    /** Written once, before anybody is told of this listener and perhaps after the first packet; read by all. */
    private volatile @Nullable UdpSocket socket;

    private volatile boolean closed;

    QuicListener(QuicTransport transport, Consumer<Upgraded> connections) {
        this.transport = transport;
        this.connections = connections;
        this.limiter = new AcceptLimiter(transport.limits().accepting(), transport.timers());
    }

    /** What it listens on, from now on. */
    void listensOn(UdpSocket opened) {
        socket = opened;
    }

    /** Whether a newcomer has to show where it is first: many are being set up, or somebody from there is. */
    boolean mustProve(InetAddress from) {
        return settingUp() >= Math.max(1, transport.limits().accepting().pending() / UNPROVEN_SHARE)
                || limiter.mustProve(from);
    }

    /** How many connections are being set up. */
    int settingUp() {
        return limiter.pending();
    }

    /**
     * Somebody begins a connection; null turns it away. On the event loop.
     *
     * @param proven whether it showed that it is where it says
     */
    @Nullable QuicSslEngine admit(QuicChannel channel, boolean proven) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteSocketAddress();
        if (closed || socket == null || remote == null) {
            return null;
        }
        InetAddress from = remote.getAddress();
        if (!(proven ? limiter.enter(from) : limiter.enterUnproven(from))) {
            return null;
        }
        boolean admitted = false;
        try {
            if (!transport.allowsAccept(QuicTransport.address(remote))) {
                return null;
            }
            QuicSslEngine engine = transport.tls().listening();
            pending.put(channel, new SetUp(channel, from, proven));
            admitted = true;
            return engine;
        } finally {
            if (!admitted) {
                leave(from, proven);
            }
        }
    }

    private void leave(InetAddress from, boolean proven) {
        if (proven) {
            limiter.leave(from);
        } else {
            limiter.leaveUnproven(from);
        }
    }

    /** What is done with a connection that was admitted. */
    ChannelInitializer<QuicChannel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(QuicChannel made) {
                begin(made);
            }
        };
    }

    private void begin(QuicChannel channel) {
        SetUp setUp = requireNonNull(pending.get(channel), "it was admitted");
        UdpSocket listening = socket;
        if (listening != null) {
            listening.use(channel);
        }
        channel.closeFuture().addListener(_ -> setUp.over());
        if (closed) {
            // Since it was admitted, and perhaps unseen by who closed.
            Waiting.notFor(channel.close());
        }
        ConnectionHandler[] handler = new ConnectionHandler[1];
        handler[0] = new ConnectionHandler(
                () -> Thread.ofVirtual().name("libp2p-quic-set-up").start(() -> finish(setUp, handler[0])));
        channel.pipeline().addLast(handler[0]);
    }

    /** A connection that is being set up: it counts as such until it is handed over or closed, and has a limit of time. */
    private final class SetUp {
        private final QuicChannel channel;
        private final InetAddress from;
        private final Timers.Timer limit;

        /** Guarded by this. */
        private boolean proven;

        private SetUp(QuicChannel channel, InetAddress from, boolean proven) {
            this.channel = channel;
            this.from = from;
            this.proven = proven;
            this.limit = transport.timers().schedule(transport.limits().times().handshake(), () -> {
                LOG.log(Level.DEBUG, "inbound connection took too long to set up remote={0}", from);
                over(); // where Netty could not begin, nobody tells that it is closed
                end();
            });
        }

        /** Where it has begun; if not, that finds the listener closed, or never comes. */
        private void end() {
            if (channel.isRegistered()) {
                Waiting.notFor(channel.close());
            }
        }

        /** The handshake is done, which shows it too; false where too many have come from there. */
        private synchronized boolean prove() {
            if (!proven && pending.containsKey(channel)) {
                proven = limiter.prove(from);
                return proven;
            }
            return true;
        }

        private synchronized void over() {
            if (pending.remove(channel) != null) {
                limit.cancel();
                QuicListener.this.leave(from, proven);
            }
        }
    }

    private void finish(SetUp setUp, ConnectionHandler handler) {
        try {
            if (!setUp.prove()) {
                LOG.log(Level.DEBUG, "inbound connection refused, too many remote={0}", setUp.from);
                Waiting.notFor(setUp.channel.close());
                return;
            }
            Upgraded upgraded = transport.upgrade(setUp.channel, handler, Direction.INBOUND, Optional.empty());
            setUp.over();
            if (closed) {
                upgraded.muxer().close();
            } else {
                connections.accept(upgraded);
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "inbound connection not set up remote={0} reason={1}", setUp.from, failure.toString());
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "setting up an inbound connection failed remote={0}", setUp.from, fault);
            Waiting.notFor(setUp.channel.close());
        }
    }

    @Override
    public List<Multiaddr> addresses() {
        UdpSocket listening = socket;
        if (listening == null) {
            return List.of();
        }
        InetSocketAddress bound = listening.address();
        if (!bound.getAddress().isAnyLocalAddress()) {
            return List.of(QuicTransport.address(bound));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    // The unspecified IPv6 address takes both kinds.
                    .filter(ip -> bound.getAddress() instanceof Inet6Address || !(ip instanceof Inet6Address))
                    .filter(ip -> !ip.isLinkLocalAddress())
                    .map(ip -> QuicTransport.address(new InetSocketAddress(ip, bound.getPort())))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("this machine does not tell its addresses", failure);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pending.values().forEach(SetUp::end);
        UdpSocket listening = socket;
        if (listening != null) {
            transport.ended(listening);
            listening.leave();
        }
    }
}
