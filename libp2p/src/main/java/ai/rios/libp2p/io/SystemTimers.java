package ai.rios.libp2p.io;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The machine's own time. All tasks run on one daemon thread; one that throws is told to that thread's handler of uncaught
 * exceptions and harms no other. Thread-safe.
 */
public final class SystemTimers implements Timers, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread of the tasks. */
    public SystemTimers() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("libp2p-timers").factory());
        executor.setRemoveOnCancelPolicy(true);
        // What is still due when the timers are closed, or comes after it, belongs to connections that are gone.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> future = executor.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error failure) {
                        Thread thread = Thread.currentThread();
                        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
                    }
                },
                TimeUnit.NANOSECONDS.convert(delay),
                TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Ends the thread; what is still due does not run, nor does what is scheduled from now on. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
