package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.BlockingStream;
import ai.rios.libp2p.muxer.Ending;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.StreamTimers;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream: where the application's threads, the session's reading thread and its writing one meet. Its two halves end
 * apart; it is no more when both have, or by a reset:
 *
 * <pre>
 *  this half     OPEN  --closeWrite-->  ENDING  --FIN is written-->  ENDED
 *  other half    OPEN  --FIN comes-->  FINISHED
 *  both          --reset here or there, or the connection's end-->  over
 * </pre>
 *
 * <p>Thread-safe. One lock guards all of it and is held for copies in memory only, never while the channel is read or
 * written. The locks of {@link Outbound} and {@link StreamTable} may be taken while it is held, and never the reverse.
 */
final class YamuxStream extends BlockingStream {
    /** What all streams of a session have in common. */
    record Surroundings(
            YamuxLimits limits,
            Timers timers,
            Outbound outbound,
            StreamTable table,
            WindowBudget budget,
            KeepAlive keepAlive) {}

    private final long id;
    private final boolean ours;
    private final Surroundings around;
    private final ResourceScope memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readable = lock.newCondition();
    private final Condition writable = lock.newCondition();

    // Guarded by lock.
    private final Inflow in;
    private final Outflow out;
    private @Nullable Ending ending;
    private boolean resetDue;
    private boolean closed;
    private boolean gone;
    private boolean counterClosed;
    private final StreamTimers times;

    /** Guarded by the lock of {@link Outbound}: whether the stream stands in its rows. */
    boolean standsInUrgent;

    boolean standsInReady;

    /** Guarded by the lock of {@link StreamTable}: whether the other end took the stream, and whether it is no more. */
    boolean acknowledged;

    boolean forgotten;

    /**
     * An open one.
     *
     * @param memory this stream's counter, closed at its end
     */
    YamuxStream(long id, boolean ours, Surroundings around, ResourceScope memory) {
        this.id = id;
        this.ours = ours;
        this.around = around;
        this.memory = memory;
        this.times = new StreamTimers(around.timers());
        this.in = new Inflow(around.budget(), memory, around.timers().nanoTime());
        this.out = new Outflow(
                id,
                ours ? FrameHeader.SYN : FrameHeader.ACK,
                around.limits().sending().streamBytes(),
                memory);
    }

    long id() {
        return id;
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
                int taken = ending instanceof Ending.Reset ? 0 : in.read(target, offset, length);
                if (taken > 0) {
                    giveBack();
                    return taken;
                }
                if (closed) {
                    throw new IOException("the stream was closed");
                }
                if (in.isWhole() && !(ending instanceof Ending.Reset)) {
                    return -1;
                }
                failIfEnded();
                announce();
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
            return ending instanceof Ending.Reset ? 0 : in.waiting();
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
                if (taken == 0 && out.waiting() == 0) {
                    throw new LimitException("no memory is left for what is to be sent");
                }
                from += taken;
                if (from < end || out.waiting() >= FrameBatch.MAX_PAYLOAD) {
                    send();
                }
                if (from < end) {
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
            send();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closeWrite() throws IOException {
        lock.lock();
        try {
            if (out.isOpen()) {
                failIfEnded();
                out.end();
                send();
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
            if (over) {
                return;
            }
            if (out.isUnknown()) {
                end();
            } else {
                resetDue = true;
                around.outbound().urgent(this);
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
            if (out.isUnknown() && out.waiting() == 0) {
                throwAway(new Ending.Reset("this end closed the stream", ErrorCodes.NONE));
                end();
                return;
            }
            out.end();
            send();
            if (!in.isFinished() || !out.canEnd()) {
                times.linger(around.limits().times().lingerFor(), this::reset);
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

    // --- the session's reading thread ---

    /** The other end announces so many bytes; false when it may not send them. */
    boolean admit(long bytes) {
        lock.lock();
        try {
            return in.admit(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Some of the announced bytes have come, and are this stream's from now on; its reader is told by {@link #tellReader}. */
    void deliver(byte[] bytes) {
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            if (!in.deliver(bytes)) {
                reset(ErrorCodes.RESOURCE_LIMIT);
            } else if (closed && in.discarded() > around.limits().floods().afterClose()) {
                reset(ErrorCodes.NONE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits for what has come may look. */
    void tellReader() {
        lock.lock();
        try {
            readable.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The other end takes so many bytes more; false when that is more than 32 bits can say. */
    boolean credit(long bytes) {
        lock.lock();
        try {
            boolean fits = out.credit(bytes);
            if (out.hasData()) {
                around.outbound().ready(this);
            }
            return fits;
        } finally {
            lock.unlock();
        }
    }

    /** The other end writes no more. */
    void finished() {
        lock.lock();
        try {
            in.finish();
            readable.signalAll();
            if (ending == null && out.hasEnded()) {
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The other end threw the stream away. */
    void resetByPeer(long code) {
        lock.lock();
        try {
            if (!isOver()) {
                throwAway(new Ending.Reset("the other end reset the stream", code));
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- the session's writing thread ---

    /** Adds what can go out now; whether there is more. */
    boolean drain(FrameBatch batch) {
        lock.lock();
        try {
            if (ending instanceof Ending.Reset reset) {
                if (resetDue) {
                    resetDue = false;
                    batch.add(new FrameHeader(FrameType.WINDOW_UPDATE, FrameHeader.RST, id, reset.code()));
                    end();
                }
                return false;
            }
            out.drain(batch);
            if (out.waiting() <= around.limits().sending().streamBytes() / 2) {
                writable.signal();
            }
            if (out.hasEnded() && in.isFinished()) {
                end();
            }
            return out.hasData() || out.hasControl();
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
                out.last();
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
            out.discard();
            closeCounter();
            if (in.waiting() > 0) {
                times.linger(around.limits().times().lingerFor(), this::forgetUnread);
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

    @Override
    public boolean countIn(ResourceScope protocol) {
        return memory.countIn(protocol);
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

    /** Whether nothing more comes or goes. */
    private boolean isOver() {
        return ending != null || (out.hasEnded() && in.isFinished());
    }

    private void throwAway(Ending.Reset reset) {
        ending = reset;
        in.discard();
        out.discard();
        times.cancel();
        wakeAll();
    }

    /** Both halves have ended, or a reset has come or gone. */
    private void end() {
        if (!gone) {
            gone = true;
            times.noLinger();
            in.close();
            out.discard();
            closeCounter();
            around.table().forget(this);
        }
    }

    private void closeCounter() {
        if (!counterClosed) {
            counterClosed = true;
            memory.closeStream();
        }
    }

    private void send() {
        if (out.hasData()) {
            around.outbound().ready(this);
        } else if (out.isUnknown()) {
            announce();
        }
    }

    private void announce() {
        if (out.announce()) {
            around.outbound().urgent(this);
        }
    }

    private void giveBack() {
        if (ending == null) {
            long given =
                    in.giveBack(around.timers().nanoTime(), around.keepAlive().roundTripNanos());
            if (given > 0) {
                out.give(given);
                around.outbound().urgent(this);
            }
        }
    }

    private void failIfNotWritable() throws IOException {
        times.failIfOverdue();
        failIfEnded();
        if (!out.isOpen()) {
            throw new IOException("the stream was closed for writing");
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
