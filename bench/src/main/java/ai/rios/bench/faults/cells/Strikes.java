package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.CellTimeline.Strike;
import ai.rios.bench.load.Due;
import ai.rios.bench.product.SplitStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Has the fault of a cell strike at its moments, in a thread of its own. Confined to the thread that starts, joins and closes it. */
final class Strikes implements AutoCloseable {
    private final FaultCell cell;
    private final SplitStack stack;
    private final List<Duration> moments;

    /** Of the striking thread until it has ended. */
    private final List<Strike> done = new ArrayList<>();

    /** Of the striking thread until it has ended. */
    private @Nullable Throwable failure;

    private @Nullable Thread thread;

    /** When the last of them ended; written by the striking thread, read by that of the traffic. */
    private volatile @Nullable Long overNanos;

    private volatile boolean isStopping;

    Strikes(FaultCell cell, SplitStack stack, List<Duration> moments) {
        this.cell = cell;
        this.stack = stack;
        this.moments = List.copyOf(moments);
    }

    void start(long startNanos) {
        thread = Thread.ofPlatform().daemon().name("faults").start(() -> {
            try {
                moments.forEach(moment -> strike(startNanos + moment.toNanos()));
            } catch (Throwable e) {
                // Thrown again by who joins: a fault that could not be done must not look like one that harmed nothing.
                failure = e;
            } finally {
                overNanos = System.nanoTime();
            }
        });
    }

    private void strike(long dueNanos) {
        Due.await(dueNanos, () -> isStopping);
        // What the last one ended may not have been started again yet, and then there is nothing to strike.
        stack.awaitWhole();
        if (isStopping) {
            return;
        }
        long struckNanos = System.nanoTime();
        try (Fault.Undo _ = () -> cell.fault().mend(stack, cell.processes())) {
            cell.fault().strike(stack, cell.processes());
            Due.await(struckNanos + cell.fault().length().toNanos(), () -> isStopping);
        }
        done.add(new Strike(struckNanos, System.nanoTime()));
    }

    /** Whether the last has been over for a time; at once where there are none. */
    boolean areOverFor(Duration time) {
        Long over = overNanos;
        return moments.isEmpty() || (over != null && System.nanoTime() - over > time.toNanos());
    }

    void join() {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted in cell " + cell.name(), e);
        }
        if (failure != null) {
            throw new BenchException(
                    "The fault of cell " + cell.name() + " could not be done: " + failure.getMessage(), failure);
        }
    }

    List<Strike> done() {
        return done;
    }

    /** Mends what has struck, strikes no more, and waits for that. */
    @Override
    public void close() {
        isStopping = true;
        if (thread != null) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("Interrupted in cell " + cell.name(), e);
            }
        }
    }
}
