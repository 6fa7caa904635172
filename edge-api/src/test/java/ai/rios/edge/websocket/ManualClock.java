package ai.rios.edge.websocket;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when the test says so. */
final class ManualClock implements MonotonicClock {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // a careless comparison would overflow

    @Override
    public long nanos() {
        return nanos.get();
    }

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
