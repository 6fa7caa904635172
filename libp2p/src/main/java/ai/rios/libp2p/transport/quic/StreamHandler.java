package ai.rios.libp2p.transport.quic;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamResetException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Brings what comes on a stream of Netty's to ours, as long as that has room. Netty offers each packet's bytes by themselves.
 * The first ones of a turn of the event loop are brought at once; what other packets of the same turn bring waits in the native
 * library until the turn's end and is taken together, or a reader would be woken for each. Confined to the connection's event
 * loop.
 */
final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(StreamHandler.class.getName());

    /** What one read takes from the native library, at most. */
    static final int BYTES_A_TURN = 64 * 1024;

    private final QuicStream stream;
    private boolean restIsDue;
    private boolean takesRest;

    StreamHandler(QuicStream stream) {
        this.stream = stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.AUTO_READ, false);
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        context.channel().config().setOption(QuicChannelOption.READ_FRAMES, true);
        context.channel()
                .config()
                .setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BYTES_A_TURN));
        // Reads ahead, so that an end or a reset is seen without anybody waiting for it.
        context.channel().read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        QuicStreamFrame frame = (QuicStreamFrame) message;
        try {
            stream.arrived(ByteBufUtil.getBytes(frame.content()), frame.hasFin());
            if (!restIsDue && !takesRest) {
                stream.tellReader();
            }
        } finally {
            frame.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (takesRest || stream.takesAll()) {
            readOn(context);
        } else if (!restIsDue) {
            restIsDue = true;
            context.channel().eventLoop().execute(() -> takeRest(context));
        }
    }

    private void takeRest(ChannelHandlerContext context) {
        restIsDue = false;
        takesRest = true;
        readOn(context);
        takesRest = false;
        stream.tellReader();
    }

    private void readOn(ChannelHandlerContext context) {
        if (stream.takesMore()) {
            context.channel().read();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            stream.resetByOther(reset.applicationProtocolCode());
        } else {
            LOG.log(Level.DEBUG, "a stream failed reason={0}", cause.toString());
            stream.brokeOff();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (context.channel().parent().isActive()) {
            stream.brokeOff();
        }
    }
}
