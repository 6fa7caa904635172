package ai.rios.libp2p.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.util.Set;

/**
 * Sends datagrams that were put together one by one where the kernel does not take them together: its device or route cannot, or
 * lets only smaller ones through. From the first such refusal on the socket is not asked
 * again. Confined to the event loop.
 */
final class SegmentSplitter extends ChannelOutboundHandlerAdapter {
    /** Of Linux, as Netty tells them: EIO, EINVAL, EMSGSIZE. */
    private static final Set<Integer> REFUSALS = Set.of(-5, -22, -90);

    private boolean isRefused;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof SegmentedDatagramPacket packet)) {
            Waiting.notFor(context.write(message, promise));
        } else if (isRefused) {
            split(context, packet, promise);
        } else {
            packet.retain();
            ChannelPromise together = context.newPromise();
            together.addListener(done -> {
                if (done.cause() instanceof Errors.NativeIoException refusal
                        && REFUSALS.contains(refusal.expectedErr())) {
                    isRefused = true;
                    split(context, packet, promise);
                    context.flush();
                    return;
                }
                packet.release();
                if (done.isSuccess()) {
                    promise.trySuccess();
                } else {
                    promise.tryFailure(done.cause());
                }
            });
            Waiting.notFor(context.write(packet, together));
        }
    }

    /** Releases the packet. */
    private static void split(ChannelHandlerContext context, SegmentedDatagramPacket packet, ChannelPromise promise) {
        ByteBuf content = packet.content();
        while (content.readableBytes() > packet.segmentSize()) {
            ByteBuf one = content.readRetainedSlice(packet.segmentSize());
            Waiting.notFor(context.write(new DatagramPacket(one, packet.recipient())));
        }
        ByteBuf last = content.readRetainedSlice(content.readableBytes());
        Waiting.notFor(context.write(new DatagramPacket(last, packet.recipient()), promise));
        packet.release();
    }
}
