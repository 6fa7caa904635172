package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.security.tls.TlsIdentity;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * QUIC version 1 over IPv4 and IPv6. It dials from the sockets where it listens, so that others see where it may be reached.
 * Thread-safe.
 */
public final class QuicTransport implements Transport {
    /** Whom a connection that is dialed must lead to, as text. */
    static final AttributeKey<String> EXPECTED = AttributeKey.valueOf(QuicTransport.class, "expected");

    private static final Multiaddr QUIC = Multiaddr.parse("/quic-v1");

    /** One for those that listen, and one for the rest. */
    private static final int THREADS = 2;

    /** What a packet carries, at most: what Ethernet lets through by IPv6, which is 1,500 bytes with its headers. Less until it is known that a path does. */
    static final int MOST_PAYLOAD = 1_452;

    private static final int DATAGRAMS = 8;

    /** The largest number that the protocol can say. */
    private static final long UNLIMITED = (1L << 62) - 1;

    private final TlsIdentity identity;
    private final ConnectionGater gater;
    private final Resources resources;
    private final Timers timers;
    private final QuicLimits limits;
    private final SecureRandom random;
    private final Datagrams datagrams;

    /** Where it listens. */
    private final Set<UdpSocket> listening = ConcurrentHashMap.newKeySet();

    private final Farewells farewells = new Farewells();

    private final Object tlsLock = new Object();

    // Guarded by tlsLock; made when it is first wanted.
    private @Nullable QuicTls tls;

    // Guarded by this; made when they are first wanted. No event loop may take this lock.
    private @Nullable EventLoopGroup loops;
    private final Map<Boolean, UdpSocket> dialingFrom = new HashMap<>();
    private boolean closed;

    /**
     * QUIC for one identity.
     *
     * @throws IllegalStateException when Netty's native QUIC is not there for this machine
     */
    public QuicTransport(
            TlsIdentity identity,
            ConnectionGater gater,
            Resources resources,
            Timers timers,
            QuicLimits limits,
            SecureRandom random) {
        this(identity, gater, resources, timers, limits, random, Datagrams.best());
    }

    QuicTransport(
            TlsIdentity identity,
            ConnectionGater gater,
            Resources resources,
            Timers timers,
            QuicLimits limits,
            SecureRandom random,
            Datagrams datagrams) {
        if (!Quic.isAvailable()) {
            throw new IllegalStateException(
                    "QUIC takes io.netty:netty-codec-native-quic of this machine on the class path",
                    Quic.unavailabilityCause());
        }
        this.identity = identity;
        this.gater = gater;
        this.resources = resources;
        this.timers = timers;
        this.limits = limits;
        this.random = random;
        this.datagrams = datagrams;
    }

    static boolean isAvailable() {
        return Quic.isAvailable();
    }

    @Override
    public boolean handles(Multiaddr address) {
        int parts = address.components().size() - (address.has(Protocol.IP6ZONE) ? 1 : 0);
        return parts == 3
                && address.socketAddress(Protocol.UDP).isPresent()
                && address.components().getLast().protocol() == Protocol.QUIC_V1;
    }

    private static InetSocketAddress socketAddress(Multiaddr address) {
        return address.socketAddress(Protocol.UDP)
                .orElseThrow(() -> new IllegalArgumentException(address + " is no QUIC address"));
    }

    static Multiaddr address(InetSocketAddress socket) {
        return Multiaddr.of(socket, Protocol.UDP).encapsulate(QUIC);
    }

    @Override
    public Upgraded dial(Multiaddr address, Optional<PeerId> expected) throws IOException {
        InetSocketAddress to = socketAddress(address);
        ConnectionHandler handler = new ConnectionHandler(() -> {});
        int timeout = Math.toIntExact(limits.times().handshake().toMillis());
        Future<QuicChannel> connecting = socketFor(to)
                .connect(to, timeout, expected.map(PeerId::toString).orElse(null), handler);
        QuicChannel channel;
        try {
            channel = Waiting.forResult(connecting);
        } catch (ConnectTimeoutException late) {
            throw new DialException("no handshake within " + limits.times().handshake(), late);
        } catch (InterruptedIOException givenUp) {
            // Netty goes on connecting all the same, and nobody else would end what comes of it.
            connecting.addListener((Future<QuicChannel> made) -> {
                if (made.isSuccess()) {
                    // A goodbye that comes before the end of the handshake is not heard.
                    long until =
                            System.nanoTime() + limits.times().closeWithin().toNanos();
                    new Goodbye(made.getNow(), ErrorCodes.NONE, until).say();
                }
            });
            throw givenUp;
        } catch (IOException failure) {
            throw refused(failure, handler.failure());
        }
        return upgrade(channel, handler, Direction.OUTBOUND, expected);
    }

    private static IOException refused(IOException failure, @Nullable String reason) {
        return new HandshakeException("no handshake: " + (reason == null ? failure.getMessage() : reason), failure);
    }

    /** One that listens and may dial to there, the same kind of address and loopback to loopback only; or one of its own. */
    private UdpSocket socketFor(InetSocketAddress to) throws IOException {
        Optional<UdpSocket> listens = listening.stream()
                .filter(socket -> reaches(socket.address().getAddress(), to.getAddress()))
                .findFirst();
        return listens.isPresent() ? listens.get() : dialingSocket(to.getAddress() instanceof Inet6Address);
    }

    private static boolean reaches(InetAddress from, InetAddress to) {
        return from.getClass() == to.getClass()
                && (from.isAnyLocalAddress() || from.isLoopbackAddress() == to.isLoopbackAddress());
    }

    private synchronized UdpSocket dialingSocket(boolean six) throws IOException {
        UdpSocket known = dialingFrom.get(six);
        if (known != null) {
            return known;
        }
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.ofLiteral(six ? "::" : "0.0.0.0"), 0);
        UdpSocket opened = UdpSocket.open(datagrams, loops(), anywhere, random, dialingCodec(), Optional.empty());
        dialingFrom.put(six, opened);
        return opened;
    }

    @Override
    public Listener listen(Multiaddr address, Consumer<Upgraded> connections) throws IOException {
        QuicListener listener = new QuicListener(this, connections);
        EventLoopGroup on = loops();
        UdpSocket socket;
        try {
            socket = UdpSocket.open(
                    datagrams,
                    on,
                    socketAddress(address),
                    random,
                    dialingCodec(),
                    Optional.of(listeningCodec(listener)));
        } catch (InterruptedIOException givenUp) {
            throw givenUp;
        } catch (IOException failure) {
            throw new IOException("cannot listen at " + address + ": " + failure.getMessage(), failure);
        }
        listener.listensOn(socket);
        listening.add(socket);
        return listener;
    }

    /** A listener has ended. */
    void ended(UdpSocket socket) {
        listening.remove(socket);
    }

    private ChannelHandler dialingCodec() {
        return configure(new QuicClientCodecBuilder())
                .sslEngineProvider(
                        channel -> tls().dialing(channel.attr(EXPECTED).get()))
                .build();
    }

    private ChannelHandler listeningCodec(QuicListener listener) {
        RetryTokens tokens = new RetryTokens(
                random, listener::mustProve, timers::nanoTime, limits.times().handshake());
        return configure(new QuicServerCodecBuilder())
                .sslEngineProvider(channel -> listener.admit(channel, tokens.hasProved()))
                .tokenHandler(tokens)
                .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, datagrams.segments())
                .handler(listener.initializer())
                .build();
    }

    /**
     * The connection's own window has no limit: the native library counts bytes against it until they are read, so one stream that
     * nobody reads would stop all others. What may wait is bounded by the windows of the streams, times their number.
     */
    private <B extends QuicCodecBuilder<B>> B configure(B codec) {
        return codec.maxIdleTimeout(limits.times().idle().toMillis(), TimeUnit.MILLISECONDS)
                .maxSendUdpPayloadSize(MOST_PAYLOAD)
                .discoverPmtu(true)
                .initialMaxData(UNLIMITED)
                .initialMaxStreamDataBidirectionalLocal(limits.buffers().window())
                .initialMaxStreamDataBidirectionalRemote(limits.buffers().window())
                .initialMaxStreamsBidirectional(limits.streams().inbound())
                .initialMaxStreamsUnidirectional(0)
                .activeMigration(false)
                .grease(false)
                .datagram(DATAGRAMS, DATAGRAMS);
    }

    /** Not under the lock of the rest, which is held while a loop is waited for: this one loops take. */
    QuicTls tls() {
        synchronized (tlsLock) {
            if (tls == null) {
                tls = new QuicTls(identity);
            }
            return tls;
        }
    }

    private synchronized EventLoopGroup loops() throws IOException {
        if (closed) {
            throw new IOException("the transport is closed");
        }
        if (loops == null) {
            loops = new MultiThreadIoEventLoopGroup(
                    THREADS, new DefaultThreadFactory("libp2p-quic", true), datagrams.loops());
        }
        return loops;
    }

    Timers timers() {
        return timers;
    }

    QuicLimits limits() {
        return limits;
    }

    boolean allowsAccept(Multiaddr remote) {
        return gater.allowAccept(remote);
    }

    /** Lets a connection in whose handshake is done, if its peer may be here; or ends it. */
    Upgraded upgrade(QuicChannel channel, ConnectionHandler handler, Direction direction, Optional<PeerId> expected)
            throws IOException {
        long refusal = ErrorCodes.GATED;
        boolean done = false;
        try {
            PeerId peer = tls().peer(channel);
            if (!expected.orElse(peer).equals(peer)) {
                throw new HandshakeException("peer " + peer + " is there, and not " + expected.orElseThrow());
            }
            InetSocketAddress remote = (InetSocketAddress) channel.remoteSocketAddress();
            InetSocketAddress local = (InetSocketAddress) channel.localSocketAddress();
            if (remote == null || local == null) {
                throw new HandshakeException("the connection is over already");
            }
            if (!gater.allowSecured(direction, peer, address(remote))) {
                throw new HandshakeException("peer " + peer + " may not be here");
            }
            Multiaddr here = address(whereFrom(local, remote));
            Multiaddr there = address(remote);
            refusal = ErrorCodes.RESOURCE_LIMIT;
            // From here on the connection gives back what it holds, at its end.
            QuicConnection connection =
                    new QuicConnection(channel, limits, timers, resources.connection(peer), farewells);
            if (!connection.execute(() -> handler.begin(connection, channel))) {
                throw new IOException("the transport is closed");
            }
            done = true;
            return new Upgraded(peer, connection, direction, here, there);
        } finally {
            if (!done) {
                Waiting.notFor(channel.close(true, (int) refusal, Unpooled.EMPTY_BUFFER));
            }
        }
    }

    /** A socket of the unspecified address does not tell which of the machine's a connection is at; its routes do. */
    private static InetSocketAddress whereFrom(InetSocketAddress local, InetSocketAddress remote)
            throws SocketException {
        if (!local.getAddress().isAnyLocalAddress()) {
            return local;
        }
        try (DatagramSocket route = new DatagramSocket()) {
            route.connect(remote);
            return new InetSocketAddress(route.getLocalAddress(), local.getPort());
        }
    }

    /** Closes all sockets as if the network was gone. */
    synchronized void cut() {
        dialingFrom.values().forEach(UdpSocket::cut);
        listening.forEach(UdpSocket::cut);
    }

    /** Ends whatever there still is: connections are cut off, but for those that say goodbye. */
    @Override
    public void close() {
        farewells.await(limits.times().closeWithin());
        end();
    }

    private synchronized void end() {
        closed = true;
        dialingFrom.values().forEach(UdpSocket::leave);
        dialingFrom.clear();
        if (loops != null) {
            // Connections that were closed before may have packets to send; they are written by tasks that stand in
            // line.
            Waiting.notFor(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        }
    }
}
