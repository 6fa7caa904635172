package ai.rios.libp2p.transport.quic;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Connections that say goodbye while nobody waits for it: not too many, and awaited once, by their transport. Thread-safe. */
final class Farewells {
    /** Who closes one more waits for its goodbye. */
    static final int MOST = 64;

    private final Semaphore places = new Semaphore(MOST);

    /** Whether nobody else has to wait for this one; it is one of those here until {@code closed}. */
    boolean takes(Future<Void> closed) {
        if (!places.tryAcquire()) {
            return false;
        }
        closed.addListener(_ -> places.release());
        return true;
    }

    /** Waits until all are gone, or {@code limit} has passed. */
    void await(Duration limit) {
        try {
            if (places.tryAcquire(MOST, limit.toNanos(), TimeUnit.NANOSECONDS)) {
                places.release(MOST);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
