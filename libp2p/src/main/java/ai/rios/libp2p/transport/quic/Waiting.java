package ai.rios.libp2p.transport.quic;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;

/** Waits for what the event loop does, as blocking code does. Stateless. */
final class Waiting {
    private static final Logger LOG = System.getLogger(Waiting.class.getName());

    private Waiting() {}

    /** Does not wait: where this fails, its channel has ended, of which its handler is told. */
    static void notFor(Future<?> future) {
        if (future.isDone() && !future.isSuccess()) {
            LOG.log(Level.TRACE, "not done reason={0}", future.cause());
        }
    }

    /**
     * Its result.
     *
     * @throws InterruptedIOException when the thread is interrupted; it goes on, and the caller sees to what comes of it
     * @throws IOException when it failed; an unchecked failure is its cause
     */
    static <T> T forResult(Future<T> future) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        future.addListener(_ -> done.countDown());
        try {
            // Not by the future's own monitor: to wake a virtual thread from one takes the event loop the better part
            // of a
            // millisecond.
            done.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("interrupted while waiting for the network").initCause(interrupt);
        }
        if (future.isSuccess()) {
            return future.getNow();
        }
        throw future.cause() instanceof IOException failure
                ? failure
                : new IOException(String.valueOf(future.cause().getMessage()), future.cause());
    }
}
