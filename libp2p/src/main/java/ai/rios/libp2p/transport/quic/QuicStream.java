package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.Arrivals;
import ai.rios.libp2p.muxer.BlockingStream;
import ai.rios.libp2p.muxer.Ending;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.resources.ResourceScope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream: where the application's threads and the connection's event loop meet. Its two halves end apart; it is no more
 * when both have, or by a reset:
 *
 * <pre>
 *  this half     OPEN  --closeWrite-->  ENDING  --the native library takes the FIN-->  ENDED
 *                OPEN  --STOP_SENDING comes-->  STOPPED
 *  other half    OPEN  --FIN comes-->  FINISHED
 *  both          --reset here or there, or the connection's end-->  over
 * </pre>
 *
 * <p>What comes is taken from the native library as long as {@code buffers.unread} has room for it. Then it stays there, the
 * other end's window fills, and that end waits: so a slow reader holds up its own stream, and no other. What is written goes
 * to the native library as fast as that takes it, which is as fast as the other end and the network do.
 *
 * <p>Thread-safe. One lock guards all of it and is held for copies in memory only. The lock of {@link QuicConnection} may be
 * taken while it is held, and never the reverse.
 */
final class QuicStream extends BlockingStream {
    private final QuicConnection connection;
    private final QuicStreamChannel channel;
    private final boolean ours;
    private final ResourceScope memory;
    private final QuicLimits limits;
    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();

    // Guarded by lock.
    private final Arrivals arrivals = new Arrivals();
    private boolean paused;
    private boolean takesAll;
    private boolean finished;
    private int discarded;

    private final Departures departures = new Departures();
    private boolean sendIsDue;
    private boolean finIsOut;
    private boolean announced;
    private boolean outputEnded;
    private boolean finTaken;
    private boolean stopped;

    private @Nullable Ending ending;
    private boolean closed;
    private boolean gone;
    private boolean counterClosed;
    private boolean hasDeadline;
    private long deadlineAt;
    private Timers.@Nullable Timer deadlineTimer;
    private Timers.@Nullable Timer lingerTimer;

    /**
     * An open one.
     *
     * @param memory this stream's counter, closed at its end
     */
    QuicStream(QuicConnection connection, QuicStreamChannel channel, boolean ours, ResourceScope memory) {
        this.connection = connection;
        this.channel = channel;
        this.ours = ours;
        this.memory = memory;
        this.limits = connection.limits();
        this.timers = connection.timers();
    }

    boolean isOurs() {
        return ours;
    }

    // --- the application's threads ---

    @Override
    protected int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (true) {
                failIfOverdue();
                if (arrivals.unread() > 0) {
                    return take(target, offset, length);
                }
                if (closed) {
                    throw new IOException("the stream was closed");
                }
                if (finished && !(ending instanceof Ending.Reset)) {
                    return -1;
                }
                failIfEnded();
                readable.await();
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected int available() {
        lock.lock();
        try {
            return arrivals.unread();
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        lock.lock();
        try {
            int from = offset;
            int end = offset + length;
            failIfNotWritable();
            while (from < end) {
                int room = Math.min(limits.buffers().unsent() - departures.waiting(), Departures.PIECE_BYTES);
                int taken = Math.min(end - from, room);
                if (taken > 0 && memory.reserve(taken)) {
                    departures.add(source, from, taken);
                    from += taken;
                    if (departures.hasFullPiece()) {
                        send();
                    }
                } else if (departures.waiting() == 0) {
                    throw new LimitException("no memory is left for what is to be sent");
                } else {
                    send();
                    writable.await();
                    failIfNotWritable();
                }
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void flush() throws IOException {
        lock.lock();
        try {
            failIfNotWritable();
            if (departures.here() > 0) {
                send();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closeWrite() throws IOException {
        lock.lock();
        try {
            if (!outputEnded) {
                failIfStopped();
                failIfEnded();
                endOutput();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reset(long code) {
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            boolean over = isOver();
            throwAway(new Ending.Reset("this end reset the stream", code));
            if (!over) {
                shut(code);
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            discardUnread();
            cancelDeadline();
            wakeAll();
            if (isOver()) {
                return;
            }
            if (ours && !announced && departures.waiting() == 0) {
                throwAway(new Ending.Reset("this end closed the stream", ErrorCodes.NONE));
                shut(ErrorCodes.NONE);
                end();
                return;
            }
            if (!outputEnded && !stopped) {
                endOutput();
            }
            goOn();
            if (!finished || (!finTaken && !stopped)) {
                lingerTimer = timers.schedule(limits.times().lingerFor(), this::reset);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void deadline(Duration fromNow) {
        lock.lock();
        try {
            cancelDeadline();
            if (closed) {
                return;
            }
            hasDeadline = true;
            deadlineAt = timers.nanoTime() + Math.max(0, saturatedNanos(fromNow));
            if (fromNow.isPositive()) {
                deadlineTimer = timers.schedule(fromNow, this::wake);
            } else {
                wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void noDeadline() {
        lock.lock();
        try {
            cancelDeadline();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean countIn(ResourceScope protocol) {
        return memory.countIn(protocol);
    }

    /** Waits until the native library has taken what an orderly end left to be sent, if there was one. */
    void awaitSent(long untilNanos) throws InterruptedException {
        lock.lock();
        try {
            while (outputEnded && !finTaken && !stopped && !gone) {
                long left = untilNanos - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                writable.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    // --- the event loop ---

    /** Bytes have come, which are this stream's from now on, and perhaps the other end's orderly end. Readers are told by {@link #tellReader}. */
    void arrived(byte[] bytes, boolean fin) {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            if (bytes.length > 0 && !keepArrived(bytes)) {
                return;
            }
            if (fin) {
                finished = true;
                if (hasEndedOutput()) {
                    endInOrder();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that has come is taken, since the connection ends. */
    boolean takesAll() {
        lock.lock();
        try {
            return takesAll;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits for what has come may look. */
    void tellReader() {
        lock.lock();
        try {
            readable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the next bytes may be taken from the native library; if not, that is asked for when there is room. */
    boolean takesMore() {
        lock.lock();
        try {
            paused = !takesAll
                    && !closed
                    && arrivals.unread() + StreamHandler.BYTES_A_TURN
                            > limits.buffers().unread();
            return !paused;
        } finally {
            lock.unlock();
        }
    }

    /** The other end reset the stream. */
    void resetByOther(long code) {
        lock.lock();
        try {
            if (!isOver()) {
                throwAway(new Ending.Reset("the other end reset the stream", code));
                shut(code);
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The native library gave the stream up, without a reason. */
    void brokeOff() {
        lock.lock();
        try {
            if (!isOver()) {
                throwAway(new Ending.Reset("the stream broke off", ErrorCodes.NONE));
                shut(ErrorCodes.NONE);
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that has come, before the connection is no more. */
    void takeAll() {
        lock.lock();
        try {
            takesAll = true;
        } finally {
            lock.unlock();
        }
        channel.read();
    }

    /** Hands what was written to Netty. */
    private void sendNow() {
        List<byte[]> pieces;
        boolean fin;
        lock.lock();
        try {
            sendIsDue = false;
            if (gone || stopped) {
                return;
            }
            pieces = departures.takeOut();
            fin = outputEnded && !finIsOut;
            finIsOut |= fin;
        } finally {
            lock.unlock();
        }
        if (pieces.isEmpty() && !fin) {
            return;
        }
        int count = pieces.stream().mapToInt(piece -> piece.length).sum();
        ByteBuf bytes = direct(pieces, count);
        ChannelFuture write = channel.writeAndFlush(new DefaultQuicStreamFrame(bytes, fin));
        write.addListener(done -> written(done, count, fin));
        if (!write.isDone() && channel.bytesBeforeUnwritable() > 0) {
            // There is room, and it was not taken: after a FIN and a STOP_SENDING of the other end the native library
            // has
            // forgotten the stream, of which Netty does not tell. It would wait for ever.
            Waiting.notFor(channel.close());
        }
    }

    /** As the native library takes them; Netty would put the pieces together on the heap first, and then copy that. */
    private ByteBuf direct(List<byte[]> pieces, int count) {
        if (count == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf bytes = channel.alloc().directBuffer(count, count);
        pieces.forEach(bytes::writeBytes);
        return bytes;
    }

    private void written(Future<?> done, int bytes, boolean fin) {
        lock.lock();
        try {
            departures.arrived(bytes);
            memory.release(bytes);
            if (done.isSuccess()) {
                finTaken |= fin;
            } else if (channel.parent().isActive()) {
                // By STOP_SENDING; or the native library has forgotten the stream, as it does after that and a FIN.
                stop();
            }
            if (!gone && finished && hasEndedOutput()) {
                endInOrder();
            }
            // Not for every piece: who writes is better woken once for many.
            if (gone
                    || hasEndedOutput()
                    || departures.waiting() <= limits.buffers().unsent() / 2) {
                writable.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- any thread ---

    /** The connection has ended; what has come may still be read. */
    void disconnect(Ending.Disconnected reason) {
        lock.lock();
        try {
            if (!isOver()) {
                ending = reason;
                cancelDeadline();
                cancelLinger();
                wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection has ended, and nothing is sent any more; what has come may be read for a while. */
    void abandon() {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            discardUnsent(); // what is under way gives itself back when Netty says that it was not sent
            closeCounter();
            wakeAll();
            if (arrivals.unread() > 0) {
                lingerTimer = timers.schedule(limits.times().lingerFor(), this::forgetUnread);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetUnread() {
        lock.lock();
        try {
            discardUnread();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    // --- the caller holds the lock ---

    private int take(byte[] target, int offset, int length) {
        int taken = 0;
        while (taken < length && arrivals.unread() > 0) {
            taken += arrivals.take(target, offset + taken, length - taken);
            memory.release(arrivals.release());
        }
        if (paused
                && arrivals.unread() + StreamHandler.BYTES_A_TURN
                        <= limits.buffers().unread()) {
            goOn();
        }
        return taken;
    }

    /** Reads from the native library again, where that was given up for lack of room. */
    private void goOn() {
        if (paused) {
            paused = false;
            connection.execute(channel::read);
        }
    }

    /** False where the stream is no more by that. */
    private boolean keepArrived(byte[] bytes) {
        if (closed) {
            discarded += bytes.length;
            if (discarded > limits.buffers().afterClose()) {
                throwAway(new Ending.Reset("the other end sent on to a closed stream", ErrorCodes.NONE));
                shut(ErrorCodes.NONE);
                end();
                return false;
            }
            return true;
        }
        if (!memory.reserve(arrivals.costOf(bytes))) {
            throwAway(new Ending.Reset("no memory is left for what comes", ErrorCodes.RESOURCE_LIMIT));
            shut(ErrorCodes.RESOURCE_LIMIT);
            end();
            return false;
        }
        arrivals.add(bytes);
        return true;
    }

    private void discardUnsent() {
        memory.release(departures.clear());
    }

    private void discardUnread() {
        memory.release(arrivals.clear());
    }

    /**
     * Has the event loop take what was written; once for all that is written until it does, since while there are tasks the loop
     * looks at packets once a second only.
     */
    private void send() {
        announced = true;
        if (!sendIsDue) {
            sendIsDue = true;
            connection.execute(this::sendNow);
        }
    }

    private void endOutput() {
        outputEnded = true;
        send();
    }

    /** The other end takes no more. */
    private void stop() {
        stopped = true;
        discardUnsent();
    }

    private boolean hasEndedOutput() {
        return finTaken || stopped;
    }

    /** Whether nothing more comes or goes. */
    private boolean isOver() {
        return ending != null || (finished && hasEndedOutput());
    }

    private void throwAway(Ending.Reset reset) {
        ending = reset;
        discardUnread();
        discardUnsent();
        cancelDeadline();
        cancelLinger();
        wakeAll();
    }

    /** Ends both halves for the native library, at once. */
    private void shut(long code) {
        int told = (int) Math.min(code, Integer.MAX_VALUE);
        connection.execute(() -> {
            Waiting.notFor(channel.shutdown(told));
            Waiting.notFor(channel.close());
        });
    }

    /** Both halves have ended, or a reset has come or gone. */
    private void end() {
        if (!gone) {
            gone = true;
            cancelLinger();
            closeCounter();
            connection.forget(this, !finished);
        }
    }

    /** The other end's FIN has come, and this one's is taken or not wanted. On the event loop. */
    private void endInOrder() {
        if (!finTaken) {
            Waiting.notFor(channel.close()); // which Netty does by itself where both ends sent a FIN
        }
        end();
    }

    private void closeCounter() {
        if (!counterClosed) {
            counterClosed = true;
            memory.closeStream();
        }
    }

    private void failIfNotWritable() throws IOException {
        failIfOverdue();
        failIfStopped();
        failIfEnded();
        if (outputEnded) {
            throw new IOException("the stream was closed for writing");
        }
    }

    private void failIfStopped() throws StreamResetException {
        if (stopped && ending == null) {
            throw new StreamResetException("the other end takes no more of the stream", ErrorCodes.NONE);
        }
    }

    private void failIfOverdue() throws DeadlineException {
        if (hasDeadline && timers.nanoTime() - deadlineAt >= 0) {
            throw new DeadlineException("the stream's deadline has passed");
        }
    }

    private void failIfEnded() throws IOException {
        if (ending != null) {
            throw ending.exception();
        }
    }

    private void wakeAll() {
        readable.signalAll();
        writable.signalAll();
    }

    private void cancelDeadline() {
        hasDeadline = false;
        if (deadlineTimer != null) {
            deadlineTimer.cancel();
            deadlineTimer = null;
        }
    }

    private void cancelLinger() {
        if (lingerTimer != null) {
            lingerTimer.cancel();
            lingerTimer = null;
        }
    }
}
