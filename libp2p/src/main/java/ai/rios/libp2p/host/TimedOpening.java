package ai.rios.libp2p.host;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.connection.Stream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens a stream on a thread of its own, so that who asks for it waits no longer than it says. Confined to the asking thread. */
final class TimedOpening {
    /** Whatever opens a stream: it dials, waits for room, negotiates; an interrupt ends it. */
    interface Work {
        Stream open() throws IOException;
    }

    private final CompletableFuture<Stream> result = new CompletableFuture<>();
    private final Thread thread;

    private TimedOpening(Work work) {
        thread = Thread.ofVirtual().name("libp2p-open").unstarted(() -> run(work));
    }

    /**
     * Opens it.
     *
     * @throws DeadlineException when it takes longer than {@code limit}; one that comes later is reset
     */
    static Stream within(Duration limit, Work work) throws IOException {
        TimedOpening opening = new TimedOpening(work);
        opening.thread.start();
        return opening.await(limit);
    }

    private void run(Work work) {
        try {
            Stream stream = work.open();
            if (!result.complete(stream)) {
                stream.reset();
            }
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure);
        } catch (Error fault) {
            result.completeExceptionally(fault);
            throw fault;
        }
    }

    private Stream await(Duration limit) throws IOException {
        try {
            return result.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw ofThisThread(failure);
        } catch (TimeoutException late) {
            giveUp();
            throw new DeadlineException("no stream was opened within " + limit, late);
        } catch (InterruptedException interrupt) {
            giveUp();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("opening a stream was interrupted").initCause(interrupt);
        }
    }

    private void giveUp() {
        if (result.cancel(false)) {
            thread.interrupt();
        } else if (!result.isCompletedExceptionally()) {
            // It came in this very moment, and is nobody's.
            result.join().reset();
        }
    }

    private static IOException ofThisThread(ExecutionException failure) {
        if (failure.getCause() instanceof IOException cause) {
            cause.addSuppressed(failure);
            return cause;
        }
        if (failure.getCause() instanceof RuntimeException fault) {
            throw fault;
        }
        return new IOException("opening a stream failed", failure);
    }
}
