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
import java.util.Optional;
import java.util.Set;
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
    private final Set<QuicChannel> pending = ConcurrentHashMap.newKeySet();

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

    /** Whether so many are being set up that newcomers have to show where they are first. */
    boolean isUnderLoad() {
        return settingUp() >= Math.max(1, transport.limits().accepting().pending() / UNPROVEN_SHARE);
    }

    /** How many connections are being set up. */
    int settingUp() {
        return limiter.pending();
    }

    /** Somebody begins a connection; null turns it away. On the event loop. */
    @Nullable QuicSslEngine admit(QuicChannel channel) {
        InetSocketAddress from = (InetSocketAddress) channel.remoteSocketAddress();
        if (closed || socket == null || from == null || !limiter.enter(from.getAddress())) {
            return null;
        }
        if (!transport.allowsAccept(QuicTransport.address(from))) {
            limiter.leave(from.getAddress());
            return null;
        }
        return transport.tls().listening();
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
        InetSocketAddress remote = requireNonNull((InetSocketAddress) channel.remoteSocketAddress(), "it was admitted");
        InetAddress from = remote.getAddress();
        SetUp setUp = new SetUp(channel, from);
        pending.add(channel);
        if (socket != null) {
            socket.use(channel);
        }
        channel.closeFuture().addListener(_ -> setUp.over());
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

        private SetUp(QuicChannel channel, InetAddress from) {
            this.channel = channel;
            this.from = from;
            this.limit = transport.timers().schedule(transport.limits().times().handshake(), () -> {
                LOG.log(Level.DEBUG, "inbound connection took too long to set up remote={0}", from);
                Waiting.notFor(channel.close());
            });
        }

        private void over() {
            if (pending.remove(channel)) {
                limit.cancel();
                limiter.leave(from);
            }
        }
    }

    private void finish(SetUp setUp, ConnectionHandler handler) {
        try {
            Upgraded upgraded = transport.upgrade(setUp.channel, handler, Direction.INBOUND, Optional.empty());
            setUp.over();
            connections.accept(upgraded);
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
        pending.forEach(channel -> Waiting.notFor(channel.close()));
        UdpSocket listening = socket;
        if (listening != null) {
            transport.ended(listening);
            listening.leave();
        }
    }
}
