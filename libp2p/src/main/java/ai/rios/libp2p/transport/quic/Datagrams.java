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
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

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
            return new NioDatagramChannel(family);
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

    /** As many of ours as the 64 KiB hold that the kernel takes at once. */
    private static final int SEGMENTS = 50;

    /** What the kernel hands over at once, at most; a smaller buffer would lose some of it. */
    private static final int RECEIVED_BYTES = 64 << 10;

    /** What is taken in before answers go out, so that these are put together too. */
    private static final int DATAGRAMS_A_TURN = 128;

    /** The better one of this machine. */
    static Datagrams best() {
        return Epoll.isAvailable() ? MANY_A_CALL : ONE_A_CALL;
    }

    /** What event loops run on. */
    abstract IoHandlerFactory loops();

    /** A socket that is not bound yet, for such loops. */
    abstract DatagramChannel socket(SocketProtocolFamily family);

    /** How datagrams of one size to one address become one. */
    abstract SegmentedDatagramPacketAllocator segments();
}
