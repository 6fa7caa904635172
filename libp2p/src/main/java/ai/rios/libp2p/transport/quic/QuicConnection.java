package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.Ending;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.ResourceScope;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, whose streams are the protocol's own. Thread-safe.
 *
 * <p>A stream that ends by a reset stays in Netty's table until its connection ends (Netty forgets a stream when it reads its
 * orderly end), so each goes on counting as {@link ResourceLimits#STREAM_BYTES} of its connection; where the connection may
 * hold no more by that, it ends.
 */
final class QuicConnection implements StreamMuxer {
    private final QuicChannel channel;
    private final QuicLimits limits;
    private final Timers timers;
    private final ResourceScope memory;
    private final Farewells farewells;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // Guarded by lock.
    private final Set<QuicStream> streams = new LinkedHashSet<>();
    private final Deque<QuicStream> unaccepted = new ArrayDeque<>();
    private int ours;
    private long leftBehind;
    private Ending.@Nullable Disconnected ending;

    /** Who waits until the other end takes more streams. */
    private final Deque<Opening> waiting = new ArrayDeque<>();

    /** A stream that is being opened, with its counter; whoever claims it first, who opens it or who gives it up, has both. */
    private record Opening(CompletableFuture<QuicStream> result, ResourceScope memory, AtomicBoolean claimed) {
        private boolean claim() {
            return claimed.compareAndSet(false, true);
        }
    }

    /**
     * One whose handshake is done, and whose peer may be here.
     *
     * @param memory the connection's counter, closed at its end
     * @param farewells takes goodbyes that nobody waits for
     */
    QuicConnection(QuicChannel channel, QuicLimits limits, Timers timers, ResourceScope memory, Farewells farewells) {
        this.channel = channel;
        this.limits = limits;
        this.timers = timers;
        this.memory = memory;
        this.farewells = farewells;
    }

    QuicLimits limits() {
        return limits;
    }

    Timers timers() {
        return timers;
    }

    @Override
    public MuxedStream openStream() throws IOException {
        Opening opening = new Opening(new CompletableFuture<>(), admitOurs(), new AtomicBoolean());
        boolean done = false;
        try {
            channel.eventLoop().execute(() -> open(opening));
            QuicStream stream = opening.result.get(limits.times().openWithin().toNanos(), TimeUnit.NANOSECONDS);
            done = true;
            return stream;
        } catch (TimeoutException late) {
            throw new LimitException("the other end takes no more streams now", late);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } catch (ExecutionException | RejectedExecutionException failure) {
            failIfEnded();
            throw new IOException("a stream could not be opened", failure);
        } finally {
            if (!done) {
                giveUp(opening);
            }
        }
    }

    private ResourceScope admitOurs() throws IOException {
        lock.lock();
        try {
            failIfEnded();
            if (ours >= limits.streams().outbound()) {
                throw new LimitException("there are " + ours + " streams of this end already");
            }
            ResourceScope ofStream =
                    memory.openStream().orElseThrow(() -> new LimitException("no memory is left for one more stream"));
            ours++;
            return ofStream;
        } finally {
            lock.unlock();
        }
    }

    /** Who asked does not wait any more: what is opened all the same is reset. */
    private void giveUp(Opening opening) {
        if (opening.claim()) {
            giveBack(opening);
        } else {
            CompletableFuture<Void> _ = opening.result.thenAccept(QuicStream::reset);
        }
    }

    private void giveBack(Opening opening) {
        opening.memory.closeStream();
        lock.lock();
        try {
            ours--;
            waiting.remove(opening);
        } finally {
            lock.unlock();
        }
    }

    /** On the event loop. A number that is taken must be used, or the other end waits for that stream; so first the place, then the number. */
    private void open(Opening opening) {
        if (opening.claimed.get()) {
            return;
        }
        if (isClosed() || !channel.isActive()) {
            opening.result.completeExceptionally(new IOException("the connection has ended"));
        } else if (channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) <= 0) {
            await(opening);
        } else {
            channel.createStream(QuicStreamType.BIDIRECTIONAL, null).addListener(done -> {
                if (done.isSuccess()) {
                    opened(opening, (QuicStreamChannel) done.getNow());
                } else {
                    opening.result.completeExceptionally(done.cause());
                }
            });
        }
    }

    private void await(Opening opening) {
        lock.lock();
        try {
            if (ending != null) {
                opening.result.completeExceptionally(ending.exception());
            } else if (!opening.claimed.get()) {
                waiting.addLast(opening);
            }
        } finally {
            lock.unlock();
        }
    }

    private void opened(Opening opening, QuicStreamChannel opened) {
        if (!opening.claim()) {
            // Nobody waits any more, and who did has given the place back.
            Waiting.notFor(opened.shutdown((int) ErrorCodes.NONE));
            Waiting.notFor(opened.close());
            leaveBehind();
            return;
        }
        QuicStream stream = new QuicStream(this, opened, true, opening.memory);
        if (keep(stream)) {
            opened.pipeline().addLast(new StreamHandler(stream));
            opening.result.complete(stream);
        } else {
            giveBack(opening);
            opening.result.completeExceptionally(new IOException("the connection has ended"));
        }
    }

    private boolean keep(QuicStream stream) {
        lock.lock();
        try {
            return ending == null && streams.add(stream);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MuxedStream acceptStream() throws IOException {
        lock.lock();
        try {
            while (true) {
                failIfEnded();
                QuicStream next = unaccepted.pollFirst();
                if (next != null) {
                    return next;
                }
                arrived.await();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return ending != null;
        } finally {
            lock.unlock();
        }
    }

    /** How many streams have a place. */
    int streams() {
        lock.lock();
        try {
            return streams.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>What streams sent before their orderly end goes first. Then the other end is given the time to say that it has come,
     * since after the goodbye nothing is sent a second time. Where no stream is left this does not wait for that: the transport does
     * before it closes.
     */
    @Override
    public void close(long code) {
        List<QuicStream> left = end(new Ending.Disconnected("this end closed the connection", code, null));
        if (left == null) {
            return;
        }
        long until = System.nanoTime() + limits.times().closeWithin().toNanos();
        try {
            for (QuicStream stream : left) {
                stream.awaitSent(until);
            }
            Goodbye goodbye = new Goodbye(channel, code, until);
            boolean isAwaited = left.isEmpty() && farewells.takes(channel.closeFuture());
            if (execute(goodbye::say) && !isAwaited) {
                goodbye.await();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            execute(() -> Waiting.notFor(channel.close()));
        } finally {
            left.forEach(QuicStream::abandon);
        }
    }

    // --- the event loop ---

    /** The other end opened a stream. */
    void come(QuicStreamChannel opened) {
        ResourceScope ofStream = memory.openStream().orElse(null);
        if (ofStream == null) {
            Waiting.notFor(opened.shutdown((int) ErrorCodes.RESOURCE_LIMIT));
            Waiting.notFor(opened.close());
            leaveBehind();
            return;
        }
        QuicStream stream = new QuicStream(this, opened, false, ofStream);
        lock.lock();
        try {
            if (ending != null) {
                ofStream.closeStream();
                return;
            }
            streams.add(stream);
            unaccepted.addLast(stream);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        opened.pipeline().addLast(new StreamHandler(stream));
        Waiting.notFor(channel.eventLoop().register(opened));
    }

    /** The other end takes more streams, or less. */
    void mayOpenMore() {
        takeWaiting().forEach(this::open);
    }

    private List<Opening> takeWaiting() {
        lock.lock();
        try {
            List<Opening> taken = List.copyOf(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The other end says that the connection ends; what came in order before that is taken first. */
    void toldGoodbye(QuicConnectionCloseEvent said) {
        // Later, since the packet that says it is still being worked on.
        channel.eventLoop().execute(() -> {
            everyStream().forEach(QuicStream::takeAll);
            String how = said.isApplicationClose() ? "ended the connection with code " : "failed with error ";
            lose("the other end " + how + said.error(), said.error());
            Waiting.notFor(channel.close());
        });
    }

    /** The connection is no more. */
    void lost(boolean silent) {
        lose(silent ? "the other end was not heard of for too long" : "the connection failed", 0);
    }

    private void lose(String message, long code) {
        List<QuicStream> left = end(new Ending.Disconnected(message, code, null));
        if (left != null) {
            left.forEach(QuicStream::abandon);
        }
        takeWaiting().forEach(opening -> opening.result.completeExceptionally(new IOException(message)));
    }

    // --- any thread ---

    /** Runs something on the event loop; false where that has ended, and with it the channel. */
    boolean execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            // Elsewhere, since the caller may hold a stream's lock, and this takes those of all streams.
            Thread.ofVirtual().name("libp2p-quic-end").start(() -> lose("the transport was closed", 0));
            return false;
        }
    }

    /** A stream is no more; {@code byReset} says that Netty keeps it. */
    void forget(QuicStream stream, boolean byReset) {
        lock.lock();
        try {
            if (streams.remove(stream)) {
                if (stream.isOurs()) {
                    ours--;
                } else {
                    unaccepted.remove(stream);
                }
            }
        } finally {
            lock.unlock();
        }
        if (byReset) {
            leaveBehind();
        }
    }

    private void leaveBehind() {
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            if (memory.reserve(ResourceLimits.STREAM_BYTES)) {
                leftBehind += ResourceLimits.STREAM_BYTES;
                return;
            }
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("libp2p-quic-close").start(() -> close(ErrorCodes.RESOURCE_LIMIT));
    }

    private List<QuicStream> everyStream() {
        lock.lock();
        try {
            return List.copyOf(streams);
        } finally {
            lock.unlock();
        }
    }

    /** The streams that were open; null when the end has been before. */
    private @Nullable List<QuicStream> end(Ending.Disconnected reason) {
        List<QuicStream> left;
        lock.lock();
        try {
            if (ending != null) {
                return null;
            }
            ending = reason;
            left = List.copyOf(streams);
            unaccepted.clear();
            arrived.signalAll();
            memory.release(leftBehind);
            memory.closeConnection();
        } finally {
            lock.unlock();
        }
        left.forEach(stream -> stream.disconnect(reason));
        return left;
    }

    private void failIfEnded() throws IOException {
        lock.lock();
        try {
            if (ending != null) {
                throw ending.exception();
            }
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException told = new InterruptedIOException("interrupted while waiting for a stream");
        told.initCause(cause);
        return told;
    }
}
