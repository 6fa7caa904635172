package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentSplitterTest {
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    private static final int EMSGSIZE = 90;

    /** The place of the kernel: refuses datagrams that are put together, in this way. */
    private IOException refusal = new IOException("none");

    private int refused;
    private EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        assumeTrue(Epoll.isAvailable(), "datagrams are put together on Linux only");
        channel = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        if (message instanceof SegmentedDatagramPacket packet) {
                            refused++;
                            packet.release();
                            promise.setFailure(refusal);
                        } else {
                            Waiting.notFor(context.write(message, promise));
                        }
                    }
                },
                new SegmentSplitter());
    }

    private ChannelFuture write(SegmentedDatagramPacket packet) {
        return channel.writeAndFlush(packet);
    }

    private static SegmentedDatagramPacket packet() {
        return new SegmentedDatagramPacket(Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5}), 2, THERE);
    }

    private void assertSentSingly(SegmentedDatagramPacket packet) {
        for (byte[] expected : new byte[][] {{1, 2}, {3, 4}, {5}}) {
            DatagramPacket sent = channel.readOutbound();
            assertThat(sent.recipient()).isEqualTo(THERE);
            assertThat(ByteBufUtil.getBytes(sent.content())).isEqualTo(expected);
            sent.release();
        }
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(packet.refCnt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 22, EMSGSIZE})
    void whatIsRefusedTogetherGoesSinglyAndLaterOnesAreNotTriedTogether(int errno) {
        refusal = new Errors.NativeIoException("sendmmsg", -errno, false);
        SegmentedDatagramPacket first = packet();
        SegmentedDatagramPacket second = packet();

        assertThat(write(first).isSuccess()).isTrue();
        assertSentSingly(first);
        assertThat(write(second).isSuccess()).isTrue();
        assertSentSingly(second);
        assertThat(refused).isOne();
    }

    @Test
    void otherFailuresAreFailuresAndNothingIsHeldOn() {
        SegmentedDatagramPacket packet = packet();

        assertThat(write(packet).cause()).isSameAs(refusal);
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(packet.refCnt()).isZero();
    }
}
