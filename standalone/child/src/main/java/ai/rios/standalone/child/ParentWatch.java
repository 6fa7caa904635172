package ai.rios.standalone.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process when its standard input closes. The parent holds the other end of that pipe and never writes to
 * it, so the end of the parent, by whatever signal, is the end of the stream; no pid is looked at, which could have
 * been given to a stranger meanwhile.
 *
 * <p>Thread-safe; {@link #start} is called once, before the real main.
 */
final class ParentWatch {
    private ParentWatch() {}

    /**
     * Watches {@code input} on a daemon thread; at its end the process exits with status 0 through its own hooks, or is
     * halted when these take longer than {@code graceSeconds}: a hook may wait for a broker that died with the parent.
     */
    static void start(InputStream input, long graceSeconds) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            awaitEnd(input);
            Thread.ofPlatform().daemon().name("parent-watch-limit").start(() -> haltAfter(graceSeconds));
            System.exit(0);
        });
    }

    private static void awaitEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException brokenPipe) {
            // A pipe that cannot be read any more has no parent behind it either: the caller exits.
            System.err.println("standard input is gone: " + brokenPipe.getMessage());
        }
    }

    private static void haltAfter(long graceSeconds) {
        try {
            // Nobody counts down: this is a wait that an exit in good time cuts short by ending the process.
            boolean never = new CountDownLatch(1).await(graceSeconds, TimeUnit.SECONDS);
            System.err.println("still here after " + graceSeconds + " s, halting; counted down: " + never);
        } catch (InterruptedException nobodyInterruptsThis) {
            System.err.println("interrupted, halting");
        }
        Runtime.getRuntime().halt(0);
    }
}
