package ai.rios.libp2p.kad;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The virtual threads that work for one node, and end with it. Thread-safe. */
final class Workers implements AutoCloseable {
    /** How long {@link #close()} waits for threads that it has interrupted. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Set<Thread> running = new HashSet<>();
    private boolean closed;

    /** Does it on a thread of its own; not at all after the end. */
    synchronized Optional<Thread> start(String name, Runnable work) {
        if (closed) {
            return Optional.empty();
        }
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                ended();
            }
        });
        running.add(thread);
        thread.start();
        return Optional.of(thread);
    }

    private synchronized void ended() {
        running.remove(Thread.currentThread());
        notifyAll();
    }

    /** Whether nothing is under way. */
    synchronized boolean isIdle() {
        return running.isEmpty();
    }

    /**
     * Does it on a thread of its own, and waits. An interrupt of the caller ends the work, too.
     *
     * @throws IOException what the work throws, and where the node is closed before it is done: what comes of work whose calls
     *     were ended is no result
     */
    <T> T await(String name, Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = start(name, task).orElseThrow(() -> new IOException("the node is closed"));
        try {
            T result = task.get();
            failIfClosed();
            return result;
        } catch (InterruptedException interrupt) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(name + " was interrupted").initCause(interrupt);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException bug) {
                bug.addSuppressed(failure);
                throw bug;
            }
            // each caller gets an exception of its own thread
            throw new IOException(
                    failure.getCause() == null
                            ? name
                            : String.valueOf(failure.getCause().getMessage()),
                    failure.getCause());
        }
    }

    private synchronized void failIfClosed() throws IOException {
        if (closed) {
            throw new IOException("the node is closed");
        }
    }

    /** Interrupts all, and waits for them. */
    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(Thread::interrupt);
        long until = System.nanoTime() + PATIENCE_NANOS;
        try {
            for (long left = PATIENCE_NANOS; !running.isEmpty() && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
