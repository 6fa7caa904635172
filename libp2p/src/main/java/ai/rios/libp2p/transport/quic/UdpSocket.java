package ai.rios.libp2p.transport.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicConnectionAddress;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket with the connections on it, of both directions: packets are told apart by the connection ids that this end
 * gave to those it began. It is closed when its last user leaves: a listener, a connection, or the transport itself, for the
 * sockets of a Netty connection are not closed with it. Thread-safe.
 */
final class UdpSocket {
    /** Of the ids that this end gives to connections, as both codecs have them. */
    private static final int ID_BYTES = 20;

    /** What the kernel keeps for it each way, if it lets it; what comes beyond that is lost and sent again. */
    private static final int KERNEL_BYTES = 4 << 20;

    private static final int LONG_HEADER = 0x80;
    private static final int LONG_HEADER_ID_LENGTH_AT = 5;

    private final Datagrams datagrams;
    private final DatagramChannel channel;
    private final SecureRandom random;
    private final AtomicInteger users = new AtomicInteger(1);

    /** Confined to the event loop: the ids of connections that this end began. */
    private final Set<ByteBuffer> begunHere;

    private UdpSocket(Datagrams datagrams, DatagramChannel channel, SecureRandom random, Set<ByteBuffer> begunHere) {
        this.datagrams = datagrams;
        this.channel = channel;
        this.random = random;
        this.begunHere = begunHere;
    }

    /**
     * Opens one, which has one user.
     *
     * @param loops made for {@code datagrams}
     * @param dialing the codec of connections that this end begins
     * @param listening the codec of those that others begin; none where nobody listens
     */
    static UdpSocket open(
            Datagrams datagrams,
            EventLoopGroup loops,
            InetSocketAddress at,
            SecureRandom random,
            ChannelHandler dialing,
            Optional<ChannelHandler> listening)
            throws IOException {
        Set<ByteBuffer> begunHere = new HashSet<>();
        SocketProtocolFamily family =
                at.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        ChannelFuture bound = new Bootstrap()
                .group(loops)
                .channelFactory(() -> datagrams.socket(family))
                .option(ChannelOption.SO_RCVBUF, KERNEL_BYTES)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BYTES)
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel made) {
                        Sorter sorter = new Sorter(begunHere);
                        made.pipeline().addLast(new SegmentSplitter(), sorter);
                        // What goes out passes the dialing codec first, which is the one that knows how to connect.
                        listening.ifPresent(codec -> {
                            made.pipeline().addLast(codec);
                            sorter.listening = made.pipeline().context(codec);
                        });
                        made.pipeline().addLast(dialing);
                        sorter.dialing = made.pipeline().context(dialing);
                    }
                })
                .bind(at);
        Channel made = bound.channel();
        try {
            Waiting.forResult(bound);
        } catch (InterruptedIOException givenUp) {
            Waiting.notFor(made.close());
            throw givenUp;
        }
        return new UdpSocket(datagrams, (DatagramChannel) made, random, begunHere);
    }

    InetSocketAddress address() {
        return channel.localAddress();
    }

    /**
     * Begins a connection; first that, and then its channel, is this socket's user until it is closed.
     *
     * @throws IOException when the transport is closed
     */
    Future<QuicChannel> connect(
            InetSocketAddress to, int timeoutMillis, @Nullable String expected, ConnectionHandler handler)
            throws IOException {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        ByteBuffer key = ByteBuffer.wrap(id);
        users.incrementAndGet();
        try {
            return QuicChannel.newBootstrap(channel)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                    .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, datagrams.segments())
                    .attr(QuicTransport.EXPECTED, expected)
                    .localConnectionAddress(new QuicConnectionAddress(id.clone()))
                    .handler(new ChannelInitializer<QuicChannel>() {
                        @Override
                        protected void initChannel(QuicChannel made) {
                            begunHere.add(key);
                            made.closeFuture().addListener(_ -> begunHere.remove(key));
                            use(made);
                            made.pipeline().addLast(handler);
                        }
                    })
                    .remoteAddress(to)
                    .connect()
                    .addListener(_ -> leave());
        } catch (RejectedExecutionException ended) {
            leave();
            throw new IOException("the transport is closed", ended);
        }
    }

    /** One user more, as which a connection that another end began counts until it is closed. */
    void use(QuicChannel user) {
        users.incrementAndGet();
        user.closeFuture().addListener(_ -> leave());
    }

    /** A user leaves. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            Waiting.notFor(channel.close());
        }
    }

    /** Closes it at once, whoever uses it. */
    void cut() {
        Waiting.notFor(channel.close());
    }

    /** Gives each packet to the codec that knows its connection. Confined to the event loop. */
    private static final class Sorter extends ChannelDuplexHandler {
        private final Set<ByteBuffer> begunHere;

        /** Both set when the pipeline is made. */
        private @Nullable ChannelHandlerContext dialing;

        private @Nullable ChannelHandlerContext listening;

        private Sorter(Set<ByteBuffer> begunHere) {
            this.begunHere = begunHere;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            DatagramPacket packet = (DatagramPacket) message;
            ChannelHandlerContext codec = listening == null || isBegunHere(packet.content()) ? dialing : listening;
            if (codec == null) {
                packet.release();
            } else {
                ((ChannelInboundHandler) codec.handler()).channelRead(codec, packet);
            }
        }

        /** RFC 8999: the id stands at the same place in every version. */
        private boolean isBegunHere(ByteBuf packet) {
            int at = packet.readerIndex();
            if (begunHere.isEmpty() || packet.readableBytes() < 1 + ID_BYTES) {
                return false;
            }
            int idAt = at + 1;
            if ((packet.getByte(at) & LONG_HEADER) != 0) {
                if (packet.getUnsignedByte(at + LONG_HEADER_ID_LENGTH_AT) != ID_BYTES
                        || packet.readableBytes() < LONG_HEADER_ID_LENGTH_AT + 1 + ID_BYTES) {
                    return false;
                }
                idAt = at + LONG_HEADER_ID_LENGTH_AT + 1;
            }
            byte[] id = new byte[ID_BYTES];
            packet.getBytes(idAt, id);
            return begunHere.contains(ByteBuffer.wrap(id));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            // Each of the codecs keeps this for itself.
            for (ChannelHandlerContext codec : new ChannelHandlerContext[] {dialing, listening}) {
                if (codec != null) {
                    ((ChannelInboundHandler) codec.handler()).channelReadComplete(codec);
                }
            }
        }
    }
}
