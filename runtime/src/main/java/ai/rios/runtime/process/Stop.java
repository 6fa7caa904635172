package ai.rios.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a process ends, whoever has it first: the operator, the parent, or the service itself. Thread-safe.
 *
 * <p>The one shutdown hook of the process lives here. It wakes the main thread, which closes everything in order, and keeps the
 * JVM until that is done or the limit is over.
 */
public final class Stop {
    /** By so much the hook outwaits the limit, so that the one message comes. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final CompletableFuture<Wish> wish = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Set by the main thread once there is something to close, read by the hook: a service that still waits for its topics is
     * left as it is, like one that is killed.
     */
    private volatile boolean built;

    private record Wish(String reason, int exitCode) {}

    /** The process is to end in order. */
    public void request(String reason) {
        wish.complete(new Wish(reason, ServiceProcess.OK));
    }

    /** The service cannot go on: the process is to end with a failure. */
    public void fail(String reason) {
        wish.complete(new Wish(reason, ServiceProcess.FAILED));
    }

    /** Waits until someone wants the end; returns why. From here on the process ends after the limit, closed or not. */
    String await(Duration limit) {
        built = true;
        String reason = wish.join().reason();
        Thread.ofPlatform().daemon().name("stop-limit").start(() -> haltAfter(limit));
        return reason;
    }

    int exitCode() {
        return wish.join().exitCode();
    }

    /** Everything is closed. */
    void done() {
        closed.countDown();
    }

    void listen(ProcessConfig config) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> closeBeforeHalt(config)));
        if (config.stopWithParent()) {
            Thread.ofPlatform().daemon().name("stdin").start(() -> awaitEnd(System.in));
        }
    }

    void awaitEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            request("standard input ended");
        } catch (IOException e) {
            request("standard input failed: " + e.getMessage());
        }
    }

    private void closeBeforeHalt(ProcessConfig config) {
        request("signal");
        if (built) {
            isClosedWithin(config.stopLimit().plus(MARGIN));
        }
    }

    private void haltAfter(Duration limit) {
        if (!isClosedWithin(limit)) {
            System.err.println("not closed within " + limit.toSeconds() + " s; ending all the same");
            Runtime.getRuntime().halt(ServiceProcess.FAILED);
        }
    }

    private boolean isClosedWithin(Duration limit) {
        try {
            return closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
