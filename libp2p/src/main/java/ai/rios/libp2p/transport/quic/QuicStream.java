package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.muxer.BlockingStream;
import ai.rios.libp2p.muxer.Ending;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.StreamTimers;
import ai.rios.libp2p.resources.ResourceScope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
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
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();

    // Guarded by lock.
    private final Inflow in;
    private final Outflow out;
    private final StreamTimers times;
    private boolean sendIsDue;
    private boolean announced;
    private @Nullable Ending ending;
    private boolean closed;
    private boolean gone;
    private boolean counterClosed;

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
        this.in = new Inflow(limits.buffers().unread(), memory);
        this.out = new Outflow(limits.buffers().unsent(), memory);
        this.times = new StreamTimers(connection.timers());
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
                times.failIfOverdue();
                int taken = in.read(target, offset, length);
                if (taken > 0) {
                    goOn();
                    return taken;
                }
                if (closed) {
                    throw new IOException("the stream was closed");
                }
                if (in.isWhole() && !(ending instanceof Ending.Reset)) {
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
            return in.waiting();
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
                int taken = out.write(source, from, end - from);
                from += taken;
                if (taken == 0 && out.waiting() == 0) {
                    throw new LimitException("no memory is left for what is to be sent");
                }
                if (taken == 0 || out.hasFullPiece()) {
                    send();
                }
                if (taken == 0) {
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
            if (out.hasData()) {
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
            if (out.isOpen()) {
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
            in.discard();
            times.noDeadline();
            wakeAll();
            if (isOver()) {
                return;
            }
            if (ours && !announced && out.waiting() == 0) {
                fail(new Ending.Reset("this end closed the stream", ErrorCodes.NONE));
                return;
            }
            if (out.isOpen() && !out.isStopped()) {
                endOutput();
            }
            goOn();
            if (!in.isFinished() || !out.hasEnded()) {
                times.linger(limits.times().lingerFor(), this::reset);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void deadline(Duration fromNow) {
        lock.lock();
        try {
            if (closed) {
                times.noDeadline();
            } else {
                times.deadline(fromNow, this::wake);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void noDeadline() {
        lock.lock();
        try {
            times.noDeadline();
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
            while (out.isEnding() && !gone) {
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
                in.finish();
                if (out.hasEnded()) {
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
            return in.takesAll();
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
            return in.takesMore();
        } finally {
            lock.unlock();
        }
    }

    /** The other end reset the stream. */
    void resetByOther(long code) {
        lock.lock();
        try {
            if (!isOver()) {
                fail(new Ending.Reset("the other end reset the stream", code));
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
                fail(new Ending.Reset("the stream broke off", ErrorCodes.NONE));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that has come, before the connection is no more. */
    void takeAll() {
        lock.lock();
        try {
            in.takeAll();
        } finally {
            lock.unlock();
        }
        channel.read();
    }

    /** Hands what was written to Netty. */
    private void sendNow() {
        Outflow.Parcel parcel;
        lock.lock();
        try {
            sendIsDue = false;
            if (gone || out.isStopped()) {
                return;
            }
            parcel = out.takeOut();
        } finally {
            lock.unlock();
        }
        if (parcel.isEmpty()) {
            return;
        }
        ChannelFuture write = channel.writeAndFlush(new DefaultQuicStreamFrame(direct(parcel), parcel.fin()));
        write.addListener(done -> written(done, parcel));
        if (!write.isDone() && channel.bytesBeforeUnwritable() > 0) {
            // There is room, and it was not taken: after a FIN and a STOP_SENDING of the other end the native library
            // has forgotten the stream, of which Netty does not tell. It would wait for ever.
            Waiting.notFor(channel.close());
        }
    }

    /** As the native library takes them; Netty would put the pieces together on the heap first, and then copy that. */
    private ByteBuf direct(Outflow.Parcel parcel) {
        if (parcel.bytes() == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf bytes = channel.alloc().directBuffer(parcel.bytes(), parcel.bytes());
        parcel.pieces().forEach(bytes::writeBytes);
        return bytes;
    }

    private void written(Future<?> done, Outflow.Parcel parcel) {
        lock.lock();
        try {
            if (done.isSuccess()) {
                out.taken(parcel);
            } else {
                out.lost(parcel);
                if (channel.parent().isActive()) {
                    // By STOP_SENDING; or the native library has forgotten the stream, as it does after that and a FIN.
                    out.stop();
                }
            }
            if (!gone && in.isFinished() && out.hasEnded()) {
                endInOrder();
            }
            // Not for every piece: who writes is better woken once for many.
            if (gone || out.hasEnded() || out.hasMuchRoom()) {
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
                times.cancel();
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
            out.discard();
            closeCounter();
            wakeAll();
            if (in.waiting() > 0) {
                times.linger(limits.times().lingerFor(), this::forgetUnread);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetUnread() {
        lock.lock();
        try {
            in.forget();
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

    /** Reads from the native library again, where that was given up for lack of room that there is now. */
    private void goOn() {
        if (in.goesOn()) {
            connection.execute(channel::read);
        }
    }

    /** False where the stream is no more by that. */
    private boolean keepArrived(byte[] bytes) {
        if (!in.deliver(bytes)) {
            fail(new Ending.Reset("no memory is left for what comes", ErrorCodes.RESOURCE_LIMIT));
            return false;
        }
        if (closed && in.discarded() > limits.buffers().afterClose()) {
            fail(new Ending.Reset("the other end sent on to a closed stream", ErrorCodes.NONE));
            return false;
        }
        return true;
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
        out.end();
        send();
    }

    /** Whether nothing more comes or goes. */
    private boolean isOver() {
        return ending != null || (in.isFinished() && out.hasEnded());
    }

    private void throwAway(Ending.Reset reset) {
        ending = reset;
        in.discard();
        out.discard();
        times.cancel();
        wakeAll();
    }

    /** Ends both halves by a reset. */
    private void fail(Ending.Reset reset) {
        throwAway(reset);
        shut(reset.code());
        end();
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
            times.noLinger();
            closeCounter();
            connection.forget(this, !in.isFinished());
        }
    }

    /** The other end's FIN has come, and this one's is taken or not wanted. On the event loop. */
    private void endInOrder() {
        if (!out.isWhole()) {
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
        times.failIfOverdue();
        failIfStopped();
        failIfEnded();
        if (!out.isOpen()) {
            throw new IOException("the stream was closed for writing");
        }
    }

    private void failIfStopped() throws StreamResetException {
        if (out.isStopped() && ending == null) {
            throw new StreamResetException("the other end takes no more of the stream", ErrorCodes.NONE);
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
}
