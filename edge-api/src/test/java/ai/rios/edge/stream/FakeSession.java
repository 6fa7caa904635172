package ai.rios.edge.stream;

import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.HandshakeRequest;
import ai.rios.edge.websocket.OutboundMessage;
import ai.rios.edge.websocket.WebSocketSession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket whose client reads when the test says so. Single-threaded. */
class FakeSession implements WebSocketSession {
    private final int capacity;
    private final ArrayDeque<OutboundMessage> queue = new ArrayDeque<>();
    private final List<OutboundMessage> taken = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private @Nullable CloseReason closed;

    FakeSession(int capacity) {
        this.capacity = capacity;
    }

    /** The client takes this many messages. */
    void take(int count) {
        for (int i = 0; i < count && !queue.isEmpty(); i++) {
            taken.add(queue.remove());
        }
        wake();
    }

    /** What the client has, in order. */
    List<OutboundMessage> taken() {
        return taken;
    }

    @Nullable CloseReason closed() {
        return closed;
    }

    @Override
    public HandshakeRequest request() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public boolean trySend(OutboundMessage message) {
        if (closed != null || queue.size() == capacity) {
            return false;
        }
        return queue.add(message);
    }

    @Override
    public boolean send(OutboundMessage message) {
        throw new UnsupportedOperationException("a stream never waits for a client");
    }

    @Override
    public boolean awaitRoom(Duration limit) {
        throw new UnsupportedOperationException("a stream never waits for a client");
    }

    @Override
    public void whenRoom(Runnable action) {
        waiting.add(action);
        if (closed != null || queue.size() < capacity) {
            wake();
        }
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public boolean isOpen() {
        return closed == null;
    }

    @Override
    public void close(CloseReason reason) {
        if (closed == null) {
            closed = reason;
        }
        wake();
    }

    private void wake() {
        List<Runnable> actions = List.copyOf(waiting);
        waiting.clear();
        actions.forEach(Runnable::run);
    }
}
