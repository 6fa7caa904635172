package ai.rios.projections.queries;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Wakes readers that wait for a tenant's view to move. Folding threads call {@link #moved}, which costs one look-up when
 * nobody waits.
 *
 * <p>A waiter registers before it looks, so that a fold between its look and its sleep wakes it. Thread-safe.
 */
public final class FoldSignals {
    private final Map<String, Set<Semaphore>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int maxWaiting;
    private final int maxOfTenant;

    /**
     * Signals with nobody waiting.
     *
     * @param maxWaiting readers that may wait at once, over all tenants
     * @param maxOfTenant readers of one tenant that may wait at once, so that the others find a place
     */
    public FoldSignals(int maxWaiting, int maxOfTenant) {
        this.maxWaiting = maxWaiting;
        this.maxOfTenant = maxOfTenant;
    }

    /** The tenant's view has moved. */
    public void moved(String tenant) {
        Set<Semaphore> here = waiters.get(tenant);
        if (here != null) {
            here.forEach(Semaphore::release);
        }
    }

    /** Any view may have moved, or another process may hold it now. */
    public void movedAny() {
        waiters.values().forEach(here -> here.forEach(Semaphore::release));
    }

    /** Readers that wait now. */
    public int waiting() {
        return waiting.get();
    }

    /**
     * Looks, and looks again each time the tenant's view moves, until there is something or the time is over.
     *
     * @param look called in this thread, once at least
     * @param limit how long to go on; 0 looks once
     * @return what was found; empty when the time is over, or too many wait already
     */
    public <T> Optional<T> await(String tenant, Duration limit, Supplier<Optional<T>> look)
            throws InterruptedException {
        if (!limit.isPositive()) {
            return look.get();
        }
        Semaphore moves = new Semaphore(0);
        if (!register(tenant, moves)) {
            return look.get();
        }
        try {
            return lookUntil(System.nanoTime() + limit.toNanos(), moves, look);
        } finally {
            withdraw(tenant, moves);
        }
    }

    private boolean register(String tenant, Semaphore moves) {
        Set<Semaphore> ofTenant = waiters.compute(tenant, (_, here) -> {
            Set<Semaphore> others = here == null ? ConcurrentHashMap.newKeySet() : here;
            others.add(moves);
            return others;
        });
        if (waiting.incrementAndGet() > maxWaiting || ofTenant.size() > maxOfTenant) {
            withdraw(tenant, moves);
            return false;
        }
        return true;
    }

    private void withdraw(String tenant, Semaphore moves) {
        waiters.computeIfPresent(tenant, (_, here) -> {
            here.remove(moves);
            return here.isEmpty() ? null : here;
        });
        waiting.decrementAndGet();
    }

    private static <T> Optional<T> lookUntil(long deadlineNanos, Semaphore moves, Supplier<Optional<T>> look)
            throws InterruptedException {
        while (true) {
            moves.drainPermits();
            Optional<T> found = look.get();
            long leftNanos = deadlineNanos - System.nanoTime();
            if (found.isPresent() || leftNanos <= 0) {
                return found;
            }
            if (!moves.tryAcquire(leftNanos, TimeUnit.NANOSECONDS)) {
                return look.get();
            }
        }
    }
}
