package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.Ending;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Whatever ends it first says why: this end ({@link #close}), the other one (GoAway), a violation, silence
 * or the channel; what comes later finds it ended. Thread-safe.
 */
final class YamuxSession implements StreamMuxer {
    private static final long PROTOCOL_ERROR = 1;
    private static final long INTERNAL_ERROR = 2;

    private final Duplex channel;
    private final YamuxStream.Surroundings around;
    private final ResourceScope memory;
    private final CountDownLatch writerDone = new CountDownLatch(1);

    /** The streams that were open at the end, until nothing is sent of them any more. */
    private final AtomicReference<List<YamuxStream>> left = new AtomicReference<>(List.of());

    private final Thread reader;
    private final Thread writer;

    private YamuxSession(Duplex channel, YamuxLimits limits, Timers timers, ResourceScope memory, long firstId) {
        this.channel = channel;
        this.memory = memory;
        Outbound outbound = new Outbound(limits.sending().controlFrames());
        this.around = new YamuxStream.Surroundings(
                limits,
                timers,
                outbound,
                new StreamTable(limits, timers, firstId),
                new WindowBudget(limits.windows(), memory),
                new KeepAlive(limits.times(), timers, outbound, this::silent));
        this.reader = Thread.ofVirtual()
                .name("yamux-reader")
                .unstarted(new SessionReader(this, around, channel.input(), id -> stream(id, false)));
        this.writer =
                Thread.ofVirtual().name("yamux-writer").unstarted(new SessionWriter(this, outbound, channel.output()));
    }

    /** Begins a session; its first frame is a ping. */
    static YamuxSession start(
            Duplex channel, Direction direction, YamuxLimits limits, Timers timers, ResourceScope memory) {
        return start(channel, limits, timers, memory, StreamTable.firstId(direction));
    }

    /** The same, where the first stream of this end has another number than its side's first. */
    static YamuxSession start(Duplex channel, YamuxLimits limits, Timers timers, ResourceScope memory, long firstId) {
        YamuxSession session = new YamuxSession(channel, limits, timers, memory, firstId);
        session.around.keepAlive().start();
        session.writer.start();
        session.reader.start();
        return session;
    }

    @Override
    public MuxedStream openStream() throws IOException {
        return around.table().open(id -> stream(id, true));
    }

    @Override
    public MuxedStream acceptStream() throws IOException {
        return around.table().accept();
    }

    @Override
    public boolean isClosed() {
        return around.table().hasEnded();
    }

    @Override
    public void close(long code) {
        if (end(new Ending.Disconnected("this end closed the connection", code, null))) {
            around.outbound().finish(goAway(code), true);
            awaitWriter();
            abandon();
        }
    }

    private void awaitWriter() {
        try {
            writerDone.await(around.limits().times().closeWithin().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Growth and unread bytes of all streams. */
    WindowBudget budget() {
        return around.budget();
    }

    /** The way there and back in nanoseconds; 0 while nothing is known. */
    long roundTripNanos() {
        return around.keepAlive().roundTripNanos();
    }

    /** How many streams have a place. */
    int streams() {
        return around.table().size();
    }

    // --- reports of the two threads and of the timer; each may come when the session has ended already ---

    /** The other end broke the protocol: it is told, if it still listens, and the channel is closed. */
    void violated(YamuxViolation violation) {
        String message = "the other end broke the protocol: " + violation.getMessage();
        giveUp(new Ending.Disconnected(message, PROTOCOL_ERROR, violation));
    }

    /** This end has a fault. */
    void failed(Throwable fault) {
        giveUp(new Ending.Disconnected("this end failed", INTERNAL_ERROR, fault));
    }

    /** The other end says that the connection ends. */
    void goneAway(long code) {
        lose(new Ending.Disconnected("the other end ended the connection with code " + code, code, null));
    }

    /** The channel's input ended. */
    void ended(String message) {
        lose(new Ending.Disconnected(message, 0, null));
    }

    /**
     * Writing failed. Why the other end left may still be on its way to the reading thread, so that has a while to find
     * it.
     */
    void notWritten(Exception failure) {
        around.outbound().end();
        around.timers().schedule(around.limits().times().closeWithin(), () -> lost(failure));
    }

    /** The channel failed. */
    void lost(Throwable failure) {
        lose(new Ending.Disconnected("the connection failed", 0, failure));
    }

    /** The writing thread is at its end; the last frame, if it got there, said goodbye. */
    void written() {
        writerDone.countDown();
        if (isClosed()) {
            channel.close();
        }
    }

    private void silent() {
        lose(new Ending.Disconnected("the other end does not answer pings", 0, null));
    }

    private void lose(Ending.Disconnected reason) {
        end(reason);
        abandon();
    }

    /** Says why and leaves; without waiting, since this is the reading thread and the writing one may be stuck. */
    private void giveUp(Ending.Disconnected reason) {
        if (end(reason)) {
            around.outbound().finish(goAway(reason.code()), false);
            around.timers().schedule(around.limits().times().closeWithin(), this::abandon);
        }
    }

    private void abandon() {
        around.outbound().end();
        channel.close();
        left.getAndSet(List.of()).forEach(YamuxStream::abandon);
    }

    private boolean end(Ending.Disconnected reason) {
        List<YamuxStream> streams = around.table().end(reason);
        if (streams == null) {
            return false;
        }
        around.keepAlive().stop();
        streams.forEach(stream -> stream.disconnect(reason));
        left.set(streams);
        memory.closeConnection();
        return true;
    }

    private @Nullable YamuxStream stream(long id, boolean ours) {
        return memory.openStream()
                .map(ofStream -> new YamuxStream(id, ours, around, ofStream))
                .orElse(null);
    }

    private static FrameHeader goAway(long code) {
        return new FrameHeader(FrameType.GO_AWAY, 0, 0, code);
    }
}
