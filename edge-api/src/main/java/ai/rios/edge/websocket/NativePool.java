package ai.rios.edge.websocket;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lends deflaters or inflaters, whose memory (about 260 KB and 40 KB) is outside the heap: without context takeover one
 * is needed only while a message passes, so idle connections hold none. Thread-safe.
 */
final class NativePool<T> {
    private final ArrayBlockingQueue<T> idle;
    private final Supplier<T> maker;
    private final Consumer<T> reset;
    private final Consumer<T> end;

    /** @param maxIdle how many are kept for the next borrower; more are ended when they come back */
    NativePool(int maxIdle, Supplier<T> maker, Consumer<T> reset, Consumer<T> end) {
        this.idle = new ArrayBlockingQueue<>(maxIdle);
        this.maker = maker;
        this.reset = reset;
        this.end = end;
    }

    /** One in its first state; give it back with {@link #giveBack}. */
    T borrow() {
        T free = idle.poll();
        return free != null ? free : maker.get();
    }

    void giveBack(T used) {
        reset.accept(used);
        if (!idle.offer(used)) {
            end.accept(used);
        }
    }
}
