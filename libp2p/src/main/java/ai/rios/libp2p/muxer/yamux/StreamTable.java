package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.Ending;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are open, and their bounds. A stream keeps its place until both halves have ended, or its reset is
 * written, so that a peer that resets as fast as it opens gains nothing. Thread-safe.
 */
final class StreamTable {
    private static final long LAST_ID = 0xFFFF_FFFFL;

    /** Makes streams. */
    interface Maker {
        /** The stream of this number; null where there is no memory for it. */
        @Nullable YamuxStream make(long id);
    }

    private final YamuxLimits limits;
    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Condition arrived = lock.newCondition();

    // All guarded by lock.
    private final HashMap<Long, YamuxStream> streams = new HashMap<>();
    private final ArrayDeque<YamuxStream> unaccepted = new ArrayDeque<>();
    private long nextId;
    private int ours;
    private int theirs;
    private int unacknowledged;
    private @Nullable Ending ending;

    StreamTable(YamuxLimits limits, Timers timers, long firstId) {
        this.limits = limits;
        this.timers = timers;
        this.nextId = firstId;
    }

    /** The number of the first stream that an end opens. */
    static long firstId(Direction direction) {
        return switch (direction) {
            case OUTBOUND -> 1;
            case INBOUND -> 2;
        };
    }

    /** Makes a stream of this end; waits while too many are not taken by the other. */
    YamuxStream open(Maker maker) throws IOException {
        lock.lock();
        try {
            awaitAcknowledged();
            if (ours >= limits.streams().outbound()) {
                throw new LimitException("this end has " + ours + " streams open on the connection");
            }
            if (nextId > LAST_ID) {
                throw new LimitException("the connection has no stream numbers left");
            }
            YamuxStream stream = maker.make(nextId);
            if (stream == null) {
                throw new LimitException("no memory is left for one more stream");
            }
            streams.put(nextId, stream);
            nextId += 2;
            ours++;
            unacknowledged++;
            return stream;
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void awaitAcknowledged() throws IOException, InterruptedException {
        failIfEnded();
        if (unacknowledged < limits.streams().unacknowledged()) {
            return;
        }
        long until = timers.nanoTime() + limits.times().openWithin().toNanos();
        Timers.Timer timer = timers.schedule(limits.times().openWithin(), this::wakeOpening);
        try {
            while (unacknowledged >= limits.streams().unacknowledged()) {
                if (timers.nanoTime() - until >= 0) {
                    throw new LimitException("the other end has " + unacknowledged + " streams that it did not take");
                }
                opened.await();
                failIfEnded();
            }
        } finally {
            timer.cancel();
        }
    }

    private void wakeOpening() {
        lock.lock();
        try {
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a stream of the other end. */
    YamuxStream accept() throws IOException {
        lock.lock();
        try {
            while (unaccepted.isEmpty()) {
                failIfEnded();
                arrived.await();
            }
            return unaccepted.remove();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The other end opens a stream. It can be accepted after {@link #arrived}.
     *
     * @return null when there is no room for it
     * @throws YamuxViolation when the number is this end's to give, or taken
     */
    @Nullable YamuxStream admit(long id, Maker maker) throws YamuxViolation {
        lock.lock();
        try {
            if ((id & 1) == (nextId & 1)) {
                throw new YamuxViolation("stream " + id + " is not the other end's to open");
            }
            if (streams.containsKey(id)) {
                throw new YamuxViolation("stream " + id + " is open already");
            }
            if (ending != null
                    || theirs >= limits.streams().inbound()
                    || unaccepted.size() >= limits.streams().unaccepted()) {
                return null;
            }
            YamuxStream stream = maker.make(id);
            if (stream != null) {
                streams.put(id, stream);
                theirs++;
            }
            return stream;
        } finally {
            lock.unlock();
        }
    }

    /** What came with the stream's first frame is in it, so whoever accepts it need not wait for that. */
    void arrived(YamuxStream stream) {
        lock.lock();
        try {
            if (!stream.forgotten && ending == null) {
                unaccepted.add(stream);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The stream of this number; null when there is none (any more). */
    @Nullable YamuxStream find(long id) {
        lock.lock();
        try {
            return streams.get(id);
        } finally {
            lock.unlock();
        }
    }

    /** The other end took the stream. */
    void acknowledged(YamuxStream stream) {
        lock.lock();
        try {
            acknowledge(stream);
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(YamuxStream stream) {
        if (stream.isOurs() && !stream.acknowledged) {
            stream.acknowledged = true;
            unacknowledged--;
            opened.signal();
        }
    }

    /** The stream is no more. A second call does nothing. */
    void forget(YamuxStream stream) {
        lock.lock();
        try {
            if (stream.forgotten) {
                return;
            }
            stream.forgotten = true;
            streams.remove(stream.id());
            if (stream.isOurs()) {
                ours--;
                acknowledge(stream);
            } else {
                theirs--;
                unaccepted.remove(stream);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is opened or accepted any more. Returns the streams that were open; null when the end has been before. */
    @Nullable List<YamuxStream> end(Ending reason) {
        lock.lock();
        try {
            if (ending != null) {
                return null;
            }
            ending = reason;
            unaccepted.clear();
            opened.signalAll();
            arrived.signalAll();
            return List.copyOf(streams.values());
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ending != null;
        } finally {
            lock.unlock();
        }
    }

    /** How many streams have a place. */
    int size() {
        lock.lock();
        try {
            return streams.size();
        } finally {
            lock.unlock();
        }
    }

    private void failIfEnded() throws IOException {
        if (ending != null) {
            throw ending.exception();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException told = new InterruptedIOException("interrupted while waiting for a stream");
        told.initCause(cause);
        return told;
    }
}
