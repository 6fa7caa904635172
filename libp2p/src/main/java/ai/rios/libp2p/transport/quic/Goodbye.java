package ai.rios.libp2p.transport.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.QuicTransportParameters;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that this end makes. The native library holds a goodbye back while its congestion window is full,
 * and Netty forgets the connection right after it asked for the goodbye: so it would never be sent, and what was on its way would
 * not be sent a second time. So first all that was sent has to be acknowledged. Nothing tells that directly; but a
 * stream may be written as much as the congestion window has room, so when a stream that was never used has the whole window
 * to itself, nothing is under way.
 *
 * <p>Confined to the event loop, but for {@link #await}.
 */
final class Goodbye {
    /** Between two looks. */
    private static final long PAUSE_MILLIS = 1;

    private final QuicChannel channel;
    private final long code;
    private final long untilNanos;
    private final CountDownLatch said = new CountDownLatch(1);

    /** Never written, and so never seen by the other end. */
    private @Nullable QuicStreamChannel probe;

    /**
     * One that is said after {@code untilNanos} in any case.
     *
     * @param code for the other end; 0 is an orderly end
     * @param untilNanos by the clock of {@link System#nanoTime}
     */
    Goodbye(QuicChannel channel, long code, long untilNanos) {
        this.channel = channel;
        this.code = code;
        this.untilNanos = untilNanos;
    }

    /** Waits until it is said, and a little longer than it may take at most. */
    void await() throws InterruptedException {
        long patience = untilNanos - System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        said.await(patience, TimeUnit.NANOSECONDS);
    }

    /** Says it as soon as all that was sent is acknowledged. */
    void say() {
        channel.closeFuture().addListener(_ -> said.countDown());
        sayIfIdle();
    }

    private void sayIfIdle() {
        if (!channel.isActive() || System.nanoTime() - untilNanos >= 0) {
            sayNow();
        } else if (probe != null) {
            look(probe);
        } else if (channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0) {
            channel.createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                    .addListener((Future<QuicStreamChannel> made) -> {
                        if (made.isSuccess()) {
                            probe = made.getNow();
                            look(probe);
                        } else {
                            sayNow();
                        }
                    });
        } else {
            sayNow();
        }
    }

    private void look(QuicStreamChannel stream) {
        channel.collectPathStats(0).addListener((Future<QuicConnectionPathStats> stats) -> {
            if (!stats.isSuccess() || isIdle(stream, stats.getNow())) {
                sayNow();
            } else {
                Waiting.notFor(channel.eventLoop().schedule(this::sayIfIdle, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            }
        });
    }

    private boolean isIdle(QuicStreamChannel stream, QuicConnectionPathStats stats) {
        QuicTransportParameters other = channel.peerTransportParameters();
        return other == null
                || stream.bytesBeforeUnwritable() >= Math.min(other.initialMaxStreamDataBidiRemote(), stats.cwnd());
    }

    private void sayNow() {
        Waiting.notFor(channel.close(true, (int) Math.min(code, Integer.MAX_VALUE), Unpooled.EMPTY_BUFFER));
    }
}
