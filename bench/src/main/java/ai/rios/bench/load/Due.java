package ai.rios.bench.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for moments of {@link System#nanoTime}. Stateless. */
public final class Due {
    private Due() {}

    /** Returns when {@code nanos} has come. */
    public static void await(long nanos) {
        await(nanos, () -> false);
    }

    /** Returns when {@code nanos} has come, or sooner where {@code isOver}, which is asked whenever the thread is woken. */
    public static void await(long nanos, BooleanSupplier isOver) {
        long left = nanos - System.nanoTime();
        while (left > 0 && !isOver.getAsBoolean()) {
            LockSupport.parkNanos(left);
            left = nanos - System.nanoTime();
        }
    }
}
