package ai.rios.libp2p.transport.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicDatagramExtensionEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings what happens on a connection of Netty's to ours. Before there is one of ours, since nobody has said yet whether the
 * peer may be here, streams that come wait unread; the native library lets no more come than {@code streams.inbound}.
 * Confined to the event loop.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(ConnectionHandler.class.getName());

    private final Runnable whenEstablished;
    private final Deque<QuicStreamChannel> early = new ArrayDeque<>();
    private boolean takesDatagrams;
    private @Nullable QuicConnection connection;
    private @Nullable QuicConnectionCloseEvent goodbye;
    private @Nullable Future<?> keepAlive;

    /** Both volatile: written by the event loop, read by who waits for the connection to be set up. */
    private volatile @Nullable QuicChannel channel;

    private volatile @Nullable Throwable failure;

    /**
     * Of a connection that is being set up.
     *
     * @param whenEstablished runs on the event loop when the handshake is done
     */
    ConnectionHandler(Runnable whenEstablished) {
        this.whenEstablished = whenEstablished;
    }

    /** Why the handshake failed, where it did and that is known. */
    @Nullable String failure() {
        QuicChannel made = channel;
        String refusal = made == null ? null : QuicTls.refusal(made);
        Throwable cause = failure;
        return refusal != null || cause == null ? refusal : cause.getMessage();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = (QuicChannel) context.channel();
    }

    /** The connection is let in: from now on it hears of what happens, and of what has happened first. */
    void begin(QuicConnection begun, QuicChannel on) {
        connection = begun;
        early.forEach(begun::come);
        early.clear();
        if (goodbye != null) {
            begun.toldGoodbye(goodbye);
        } else if (!on.isActive()) {
            begun.lost(on.isTimedOut());
        } else {
            keepAlive(begun, on);
        }
    }

    private void keepAlive(QuicConnection begun, QuicChannel on) {
        if (takesDatagrams) {
            long every = begun.limits().times().keepAlive().toMillis();
            keepAlive = on.eventLoop()
                    .scheduleAtFixedRate(
                            () -> Waiting.notFor(
                                    on.writeAndFlush(Unpooled.directBuffer(1).writeByte(0))),
                            every,
                            every,
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        whenEstablished.run();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof QuicStreamChannel stream)) {
            ReferenceCountUtil.release(message); // a datagram that kept the connection alive
        } else if (connection == null) {
            early.add(stream);
        } else {
            connection.come(stream);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case QuicConnectionCloseEvent said -> {
                goodbye = said;
                if (connection != null) {
                    connection.toldGoodbye(said);
                }
            }
            case QuicStreamLimitChangedEvent _ -> {
                if (connection != null) {
                    connection.mayOpenMore();
                }
            }
            case QuicDatagramExtensionEvent _ -> takesDatagrams = true;
            default -> {}
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        LOG.log(Level.DEBUG, "a connection failed reason={0}", cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        if (connection != null) {
            connection.lost(((QuicChannel) context.channel()).isTimedOut());
        }
    }
}
