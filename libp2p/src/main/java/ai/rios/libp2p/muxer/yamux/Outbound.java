package ai.rios.libp2p.muxer.yamux;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to send, for its writing thread: frames of the session itself first, then streams with a window to
 * give back, then streams with payload, which take turns frame by frame. Payload stays in its stream until it is written.
 *
 * <p>Thread-safe; nothing here waits but {@link #await}. A stream stands in each of the two rows once at most, so that the
 * streams' number bounds them; the session's frames have a bound of their own.
 */
final class Outbound {
    private static final int PONGS_PART = 10;

    private final int maxControl;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    // All guarded by lock, as are the two marks of a stream that say that it stands in a row.
    private final ArrayDeque<FrameHeader> control = new ArrayDeque<>();
    private final ArrayDeque<YamuxStream> urgent = new ArrayDeque<>();
    private final ArrayDeque<YamuxStream> ready = new ArrayDeque<>();
    private @Nullable FrameHeader last;
    private boolean finishing;
    private boolean ended;

    Outbound(int maxControl) {
        this.maxControl = maxControl;
    }

    /** Adds a frame of the session; false when too many wait. */
    boolean control(FrameHeader header) {
        return control(header, maxControl);
    }

    /** Adds an answer to a ping, unless so many wait that the one who asks does not listen. */
    void pong(long value) {
        control(new FrameHeader(FrameType.PING, FrameHeader.ACK, 0, value), maxControl / PONGS_PART);
    }

    private boolean control(FrameHeader header, int bound) {
        lock.lock();
        try {
            if (finishing || ended) {
                return true;
            }
            if (control.size() >= bound) {
                return false;
            }
            control.add(header);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The stream has to say something that does not wait for its turn: its window, or that it is there or gone. */
    void urgent(YamuxStream stream) {
        lock.lock();
        try {
            if (!ended && !stream.standsInUrgent) {
                stream.standsInUrgent = true;
                urgent.add(stream);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The stream has payload that may go out. */
    void ready(YamuxStream stream) {
        lock.lock();
        try {
            if (!ended && !stream.standsInReady) {
                stream.standsInReady = true;
                ready.add(stream);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Nothing of the session is added any more; after what waits goes {@code goAway}. A second call does nothing.
     *
     * @param withStreams whether what streams have to send goes before it
     */
    void finish(FrameHeader goAway, boolean withStreams) {
        lock.lock();
        try {
            if (finishing) {
                return;
            }
            finishing = true;
            last = goAway;
            if (!withStreams) {
                urgent.clear();
                ready.clear();
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The channel is lost; nothing is sent any more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            finishing = true;
            control.clear();
            urgent.clear();
            ready.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to send; false when there will not be. */
    boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (!ended && control.isEmpty() && urgent.isEmpty() && ready.isEmpty() && last == null) {
                work.await();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Fills the batch with what there is, or until it is full. */
    void fill(FrameBatch batch) {
        while (batch.hasRoom()) {
            YamuxStream stream;
            lock.lock();
            try {
                moveControl(batch);
                if (!batch.hasRoom()) {
                    return;
                }
                stream = nextStream();
                if (stream == null) {
                    addLast(batch);
                    return;
                }
            } finally {
                lock.unlock();
            }
            // Its whole share at once, so that the other end's reader of it is woken once for that.
            boolean hasMore;
            do {
                hasMore = stream.drain(batch);
            } while (hasMore && batch.hasRoom());
            if (hasMore) {
                ready(stream);
            }
        }
    }

    private void moveControl(FrameBatch batch) {
        while (batch.hasRoom() && !control.isEmpty()) {
            batch.add(control.remove());
        }
    }

    private @Nullable YamuxStream nextStream() {
        YamuxStream stream = urgent.poll();
        if (stream != null) {
            stream.standsInUrgent = false;
            return stream;
        }
        stream = ready.poll();
        if (stream != null) {
            stream.standsInReady = false;
        }
        return stream;
    }

    private void addLast(FrameBatch batch) {
        if (last != null) {
            batch.add(last);
            last = null;
            ended = true;
        }
    }
}
