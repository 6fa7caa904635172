package ai.rios.standalone.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a stack ends, whoever has it first: the person at the terminal, {@code down}, or the stack itself when a part
 * of it has died. Holds the process's only shutdown hook, which wakes the thread that stops everything in order and waits
 * for it. Thread-safe.
 */
final class StopWish {
    private static final long HOOK_SECONDS = 60;
    private static final long LAST_WORDS_SECONDS = 5;

    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /** The thread in the midst of a start, the only thing worth an interrupt. Guarded by this object, so that none comes late. */
    private @Nullable Thread starting;

    /** Guarded by this object. */
    private boolean startIsOver;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Listens to Ctrl-C and SIGTERM.
     *
     * @param brokenOff called when they come before the start is over
     */
    void listen(Runnable brokenOff) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> onSignal(brokenOff)));
    }

    /** From here on a signal interrupts the calling thread; at once when it has come already. */
    synchronized void startBegins() {
        starting = Thread.currentThread();
        if (isWished()) {
            starting.interrupt();
        }
    }

    /** The calling thread is interrupted no more, and is not interrupted now. */
    synchronized void startIsOver() {
        starting = null;
        startIsOver = true;
        boolean _ = Thread.interrupted();
    }

    private synchronized boolean breakOff() {
        if (starting != null) {
            starting.interrupt();
        }
        return !startIsOver;
    }

    /** What the hook does. */
    void onSignal(Runnable brokenOff) {
        boolean signalled = failure.complete("");
        if (signalled && breakOff()) {
            brokenOff.run();
        }
        try {
            if (!stopped.await(HOOK_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("rios: not stopped within " + HOOK_SECONDS + " s; ending all the same.");
            } else if (signalled) {
                // How the stop went is for the exit status to tell, and the running thread is about to say so by ending
                // the process. An end of this hook would end it first, with the signal's status.
                if (!new CountDownLatch(1).await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("rios: stopped, but still here; ending all the same.");
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end is asked for. */
    void ask() {
        failure.complete("");
    }

    /** Something died without which the stack is of no use; a start in its midst is interrupted. The first word counts. */
    void fail(String sentence) {
        if (failure.complete(sentence)) {
            breakOff();
        }
    }

    /** What died, in a sentence; empty as long as nothing has, or when the end was asked for before. */
    String failureSentence() {
        return failure.getNow("");
    }

    /** Whether the end is wished, for whatever reason. */
    boolean isWished() {
        return failure.isDone();
    }

    /** Whether the end was asked for, as opposed to a failure. */
    boolean isAskedFor() {
        return failure.isDone() && failure.join().isEmpty();
    }

    /**
     * Waits, at most {@code limit}.
     *
     * @return the sentence that says what failed, or an empty one when the end was asked for; nothing when nobody wishes it
     */
    Optional<String> await(Duration limit) {
        try {
            return Optional.of(failure.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a wish never fails", impossible);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("only a start is interrupted", impossible);
        }
    }

    /** Everything is stopped; the process may end. */
    void done() {
        stopped.countDown();
    }
}
