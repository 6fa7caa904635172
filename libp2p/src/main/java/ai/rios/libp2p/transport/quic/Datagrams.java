package ai.rios.libp2p.transport.quic;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import jdk.net.ExtendedSocketOptions;

/** How datagrams go to the kernel and come from it, which is much of what a large transfer costs. */
enum Datagrams {
    /** One with each call, on every machine. */
    ONE_A_CALL {
        @Override
        IoHandlerFactory loops() {
            return NioIoHandler.newFactory();
        }

        @Override
        DatagramChannel socket(SocketProtocolFamily family) {
            NioDatagramChannel socket = new NioDatagramChannel(family);
            inOnePiece(socket, NioChannelOption.of(ExtendedSocketOptions.IP_DONTFRAGMENT), true);
            return socket;
        }

        @Override
        SegmentedDatagramPacketAllocator segments() {
            return SegmentedDatagramPacketAllocator.NONE;
        }
    },

    /** Many of one connection with each call, by segmentation offload (UDP_SEGMENT, UDP_GRO); on Linux, where Netty's epoll is there. */
    MANY_A_CALL {
        @Override
        IoHandlerFactory loops() {
            return EpollIoHandler.newFactory();
        }

        @Override
        DatagramChannel socket(SocketProtocolFamily family) {
            EpollDatagramChannel socket = new EpollDatagramChannel(family);
            try {
                socket.config().setOption(EpollChannelOption.UDP_GRO, true);
            } catch (ChannelException absent) {
                LOG.log(Level.DEBUG, "datagrams come one by one reason={0}", absent.toString());
            }
            // Also where it is one of IPv6, which those of IPv4 come through.
            inOnePiece(socket, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
            if (family == SocketProtocolFamily.INET6) {
                inOnePiece(socket, IPV6_MTU_DISCOVER, IP_PMTUDISC_PROBE);
            }
            socket.config()
                    .setOption(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(RECEIVED_BYTES).maxMessagesPerRead(DATAGRAMS_A_TURN));
            return socket;
        }

        @Override
        SegmentedDatagramPacketAllocator segments() {
            return EpollQuicUtils.newSegmentedAllocator(SEGMENTS);
        }
    };

    private static final Logger LOG = System.getLogger(Datagrams.class.getName());

    /** Of Linux: whether datagrams may be cut up. */
    private static final IntegerUnixChannelOption IP_MTU_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

    private static final IntegerUnixChannelOption IPV6_MTU_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

    /** Never, and how much goes through is found out by who sends. */
    private static final int IP_PMTUDISC_PROBE = 3;

    /** As many of ours as fit into the longest datagram of IPv4, which is what the kernel takes at once. */
    private static final int SEGMENTS = 65_507 / QuicTransport.MOST_PAYLOAD;

    /** What the kernel hands over at once, at most; a smaller buffer would lose some of it. */
    private static final int RECEIVED_BYTES = 64 << 10;

    /** What is taken in before answers go out, so that these are put together too. */
    private static final int DATAGRAMS_A_TURN = 128;

    /** The better one of this machine. */
    static Datagrams best() {
        return Epoll.isAvailable() ? MANY_A_CALL : ONE_A_CALL;
    }

    /** Has what is too long for a path be lost, as RFC 9000, 14 has it: else larger ones would seem to go through, in pieces. */
    private static <T> void inOnePiece(DatagramChannel socket, ChannelOption<T> option, T value) {
        try {
            socket.config().setOption(option, value);
        } catch (ChannelException absent) {
            LOG.log(Level.DEBUG, "datagrams may be cut up reason={0}", absent.toString());
        }
    }

    /** What event loops run on. */
    abstract IoHandlerFactory loops();

    /** A socket that is not bound yet, for such loops. */
    abstract DatagramChannel socket(SocketProtocolFamily family);

    /** How datagrams of one size to one address become one. */
    abstract SegmentedDatagramPacketAllocator segments();
}
