package ai.rios.libp2p.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that the test turns. What is due runs in {@link #advance}, in order, on the test's thread. Thread-safe. */
public final class ManualTimers implements Timers {
    private final List<Due> due = new ArrayList<>();
    private long now;
    private long scheduled;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Due entry = new Due(now + Math.max(0, delay.toNanos()), scheduled++, task);
        due.add(entry);
        return () -> remove(entry);
    }

    /** Turns the time on by {@code step}; tasks see the moment at which they were due. */
    public void advance(Duration step) {
        long until;
        synchronized (this) {
            until = now + step.toNanos();
        }
        for (Due next = nextUntil(until); next != null; next = nextUntil(until)) {
            next.task.run();
        }
        synchronized (this) {
            now = until;
        }
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return due.size();
    }

    private synchronized void remove(Due entry) {
        due.remove(entry);
    }

    private synchronized @Nullable Due nextUntil(long until) {
        Due next = due.stream()
                .filter(entry -> entry.at <= until)
                .min(Comparator.comparingLong(Due::at).thenComparingLong(Due::number))
                .orElse(null);
        if (next != null) {
            due.remove(next);
            now = Math.max(now, next.at);
        }
        return next;
    }

    private record Due(long at, long number, Runnable task) {}
}
