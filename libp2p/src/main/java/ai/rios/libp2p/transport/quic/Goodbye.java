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
 * not be sent a second time. So first all that was sent has to be acknowledged.
 *
 * <p>Nothing tells that directly. A stream may be written as much as the congestion window had room when the last packet came;
 * so when a stream that was never used had the whole window to itself, nothing was under way then, and if no packet has gone out
 * since, nothing is now. A datagram has the other end send such a packet. Where it takes none, or where its windows are smaller than the
 * congestion window, the connection has to be silent for longer than it takes the native library to send again what
 * nobody acknowledged.
 *
 * <p>Confined to the event loop, but for {@link #await}.
 */
final class Goodbye {
    /** Between the first two looks; later ones are further apart, up to the longest. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * How long after the last packet nothing is sent again: RFC 9002, 6.2.1 has one round trip, four times its variation, which begins
     * as the half of it, and the 25 ms by which the other end may be late. Here are twice as many round trips, and more of the rest.
     */
    private static final int SILENT_ROUND_TRIPS = 6;

    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Two ends that say goodbye at once ask each other, and each answer is a packet of which the other asks again. */
    private static final int MOST_QUESTIONS = 8;

    private final QuicChannel channel;
    private final long code;
    private final long untilNanos;
    private final CountDownLatch said = new CountDownLatch(1);

    /** Never written, and so never seen by the other end. */
    private @Nullable QuicStreamChannel probe;

    /** As the last look found them; the time is that of the last packet, either way. */
    private long received = -1;

    private long sent = -1;
    private long packetAtNanos;

    private long pauseNanos = FIRST_PAUSE_NANOS;
    private int questions;

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
        if (!channel.isActive() || channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) <= 0) {
            look();
            return;
        }
        channel.createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                .addListener((Future<QuicStreamChannel> made) -> {
                    probe = made.isSuccess() ? made.getNow() : null;
                    look();
                });
    }

    private void look() {
        if (!channel.isActive() || System.nanoTime() - untilNanos >= 0) {
            sayNow();
            return;
        }
        channel.collectPathStats(0).addListener((Future<QuicConnectionPathStats> stats) -> {
            if (!stats.isSuccess() || isIdle(stats.getNow())) {
                sayNow();
            } else {
                Waiting.notFor(channel.eventLoop().schedule(this::look, pauseNanos, TimeUnit.NANOSECONDS));
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
            }
        });
    }

    private boolean isIdle(QuicConnectionPathStats stats) {
        boolean hasReceived = stats.recv() != received;
        boolean hasSent = stats.sent() != sent;
        note(stats);
        if (hasSent) {
            ask();
            return false;
        }
        if (hasReceived) {
            return probe != null && probe.bytesBeforeUnwritable() >= stats.cwnd();
        }
        return System.nanoTime() - packetAtNanos > SILENT_ROUND_TRIPS * stats.rtt() + SILENT_NANOS;
    }

    private void note(QuicConnectionPathStats stats) {
        if (stats.recv() != received || stats.sent() != sent) {
            packetAtNanos = System.nanoTime();
        }
        received = stats.recv();
        sent = stats.sent();
    }

    /** Has the other end send a packet, if it takes datagrams, and a few times only; what comes after that one is news. */
    private void ask() {
        QuicTransportParameters other = channel.peerTransportParameters();
        if (questions++ < MOST_QUESTIONS && other != null && other.maxDatagramFrameSize() > 0) {
            Waiting.notFor(channel.writeAndFlush(Unpooled.directBuffer(1).writeByte(0)));
            channel.collectPathStats(0).addListener((Future<QuicConnectionPathStats> stats) -> {
                if (stats.isSuccess()) {
                    note(stats.getNow());
                }
            });
        }
    }

    private void sayNow() {
        Waiting.notFor(channel.close(true, (int) Math.min(code, Integer.MAX_VALUE), Unpooled.EMPTY_BUFFER));
    }
}
