package ai.rios.edge.websocket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection: a bounded queue of messages, a small one of control frames that goes
 * before it, and the close frame that ends both. Nothing is ever dropped for want of room: the caller is told, or waits.
 *
 * <p>Thread-safe; one thread takes. A message is admitted while fewer than the limits wait, so one message larger than
 * the byte limit still goes through when it is alone.
 */
final class OutboundQueue {
    private static final int MAX_CONTROL_FRAMES = 64;

    /** What the writer takes in one go, in this order; {@code closing} has the close frame when it is the last. */
    record Batch(List<byte[]> control, List<OutboundMessage> messages, List<byte[]> closing) {}

    private final int maxMessages;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();

    // All guarded by lock.
    private final ArrayDeque<OutboundMessage> messages = new ArrayDeque<>();
    private final ArrayDeque<byte[]> control = new ArrayDeque<>();
    private final ArrayList<Runnable> roomListeners = new ArrayList<>();
    private long waitingBytes;
    private byte @Nullable [] closing;
    private boolean finished;
    private boolean ended;

    OutboundQueue(WebSocketSettings.Queue bounds) {
        this.maxMessages = bounds.messages();
        this.maxBytes = bounds.bytes();
    }

    /** Adds a message; false when there is no room or the connection is closing. */
    boolean offer(OutboundMessage message) {
        lock.lock();
        try {
            if (finished || !hasRoom()) {
                return false;
            }
            messages.add(message);
            waitingBytes += message.payloadBytes();
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a message would be admitted; false when the time is over or the connection is closing. */
    boolean awaitRoom(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (!finished && !hasRoom()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = room.awaitNanos(nanos);
            }
            return !finished;
        } finally {
            lock.unlock();
        }
    }

    /** Adds and, if need be, waits for room; false when the connection is closing. */
    boolean put(OutboundMessage message) throws InterruptedException {
        lock.lock();
        try {
            while (!finished && !hasRoom()) {
                room.await();
            }
            return offer(message);
        } finally {
            lock.unlock();
        }
    }

    /** Runs the action once, when there is room again or the connection is closing; at once if that is so now. */
    void whenRoom(Runnable action) {
        lock.lock();
        try {
            if (!finished && !hasRoom()) {
                roomListeners.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Adds a control frame; waits while many of them wait, so that a flood of pings slows its sender. */
    void putControl(byte[] frame) throws InterruptedException {
        lock.lock();
        try {
            while (!finished && control.size() >= MAX_CONTROL_FRAMES) {
                room.await();
            }
            offerControl(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a control frame where there is room; never waits. */
    void offerControl(byte[] frame) {
        lock.lock();
        try {
            if (!finished && control.size() < MAX_CONTROL_FRAMES) {
                control.add(frame);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is admitted any more; the close frame follows what waits. A second call does nothing. */
    void finish(byte[] closeFrame) {
        List<Runnable> actions;
        lock.lock();
        try {
            if (finished) {
                return;
            }
            finished = true;
            closing = closeFrame;
            room.signalAll();
            actions = takeRoomListeners();
            work.signal();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    /** The connection is lost: wakes everyone, and the writer gets nothing more. */
    void end() {
        List<Runnable> actions;
        lock.lock();
        try {
            finished = true;
            ended = true;
            messages.clear();
            control.clear();
            waitingBytes = 0;
            room.signalAll();
            actions = takeRoomListeners();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    /** How many messages wait. */
    int size() {
        lock.lock();
        try {
            return messages.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for work.
     *
     * @param maxMessages how many messages one batch has at most; 1 or more
     * @param maxBatchBytes no message more is taken once this many bytes are
     * @return null when the connection has ended
     */
    @Nullable Batch take(int maxMessages, int maxBatchBytes) throws InterruptedException {
        Batch batch;
        List<Runnable> actions;
        lock.lock();
        try {
            while (!ended && messages.isEmpty() && control.isEmpty() && closing == null) {
                work.await();
            }
            if (ended) {
                return null;
            }
            batch = nextBatch(maxMessages, maxBatchBytes);
            room.signalAll();
            actions = hasRoom() ? takeRoomListeners() : List.of();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
        return batch;
    }

    private Batch nextBatch(int maxBatchMessages, int maxBatchBytes) {
        List<byte[]> frames = List.copyOf(control);
        control.clear();
        List<OutboundMessage> taken = new ArrayList<>();
        long bytes = 0;
        while (taken.size() < maxBatchMessages && bytes < maxBatchBytes && !messages.isEmpty()) {
            OutboundMessage next = messages.remove();
            taken.add(next);
            bytes += next.payloadBytes();
        }
        waitingBytes -= bytes;
        byte[] last = messages.isEmpty() ? closing : null;
        ended = last != null;
        return new Batch(frames, taken, last == null ? List.of() : List.of(last));
    }

    private boolean hasRoom() {
        return messages.size() < maxMessages && waitingBytes < maxBytes;
    }

    /** Caller holds the lock, and runs what this returns after letting it go. */
    private List<Runnable> takeRoomListeners() {
        List<Runnable> actions = List.copyOf(roomListeners);
        roomListeners.clear();
        return actions;
    }
}
