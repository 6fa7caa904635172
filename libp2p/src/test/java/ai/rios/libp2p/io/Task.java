package ai.rios.libp2p.io;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Something that a test does beside its own thread, and waits for with a limit. */
public final class Task<T> {
    private static final int LIMIT_SECONDS = 60;

    private final FutureTask<T> future;
    private final Thread thread;

    private Task(Callable<T> work) {
        this.future = new FutureTask<>(work);
        this.thread = Thread.startVirtualThread(future);
    }

    /** Begins it. */
    public static <T> Task<T> of(Callable<T> work) {
        return new Task<>(work);
    }

    /** What it came to; what it threw is thrown here. */
    public T result() throws Exception {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                cause.addSuppressed(failure);
                throw cause;
            }
            throw failure;
        } catch (TimeoutException late) {
            throw new AssertionError("not done within " + LIMIT_SECONDS + " s, at " + where(), late);
        }
    }

    /** Waits until it waits for something. */
    public void awaitWaiting() {
        until("the task waits", this::isWaitingOrDone);
    }

    /** Whether it waits for something at this moment, or has come to its end. */
    public boolean isWaitingOrDone() {
        return future.isDone()
                || thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Whether it has come to its end. */
    public boolean isDone() {
        return future.isDone();
    }

    /** Interrupts its thread. */
    public void interrupt() {
        thread.interrupt();
    }

    private String where() {
        StringBuilder trace = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            trace.append("\n  ").append(frame);
        }
        return trace.toString();
    }

    /** Waits until {@code claim} holds. */
    public static void until(String what, BooleanSupplier claim) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!claim.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("not within " + LIMIT_SECONDS + " s: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
