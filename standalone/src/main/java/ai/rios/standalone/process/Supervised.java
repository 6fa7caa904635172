package ai.rios.standalone.process;

import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.data.ProcessEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child that is started again when it dies. A child that dies at once, again and again, is given up. Thread-safe; one
 * virtual thread watches.
 */
public final class Supervised implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

    /** A child that lived longer has worked; its death is a new story. */
    private static final long WORKED_NANOS = Duration.ofSeconds(20).toNanos();

    private static final int MOST_QUICK_DEATHS = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long POLL_MILLIS = 25;

    private final Supplier<ChildProcess> starter;
    private final Verdict verdict;
    private final Runnable changed;
    private final Duration stopLimit;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Replaced by the watching thread at each restart, read by all. */
    private volatile ChildProcess child;

    /** Why the last restart did not come about; empty when it did. Of the watching thread alone. */
    private String noStart = "";

    /** Set by the watching thread when it ends, read by who waits. */
    private volatile boolean isGivenUp;

    /**
     * What the deaths of a child lead to.
     *
     * @param hopeless a reason not to start the dead child again, in one sentence; empty to go on
     * @param failed told once, with the reason, when the child is given up
     */
    public record Verdict(Function<ChildProcess, Optional<String>> hopeless, Consumer<String> failed) {}

    private Supervised(
            ChildProcess first, Supplier<ChildProcess> starter, Verdict verdict, Runnable changed, Duration stopLimit) {
        this.child = first;
        this.starter = starter;
        this.verdict = verdict;
        this.changed = changed;
        this.stopLimit = stopLimit;
    }

    /**
     * Watches over a child that has been started.
     *
     * @param starter starts it again, on the same ports and files
     * @param changed called after each restart
     * @param stopLimit how long an orderly stop may take
     */
    public static Supervised watch(
            ChildProcess first, Supplier<ChildProcess> starter, Verdict verdict, Runnable changed, Duration stopLimit) {
        Supervised supervised = new Supervised(first, starter, verdict, changed, stopLimit);
        Thread.ofVirtual().name(first.name() + "-supervisor").start(supervised::watch);
        return supervised;
    }

    /** The process as it is now. */
    public ChildProcess child() {
        return child;
    }

    /**
     * Waits for a condition, also over deaths that end in another start.
     *
     * @return false when the child was given up or {@code limit} passed before it held
     */
    public boolean await(BooleanSupplier ready, Duration limit) {
        Deadline deadline = Deadline.after(limit);
        while (!ready.getAsBoolean()) {
            if (isGivenUp || isStopping(POLL_MILLIS) || deadline.isOver()) {
                return false;
            }
        }
        return true;
    }

    /** What {@code status} says of it. */
    public ProcessEntry entry() {
        return child.entry();
    }

    private void watch() {
        int quickDeaths = 0;
        while (true) {
            ChildProcess current = child;
            long startedNanos = System.nanoTime();
            current.join();
            if (isStopping(0)) {
                return;
            }
            quickDeaths = System.nanoTime() - startedNanos > WORKED_NANOS ? 0 : quickDeaths + 1;
            Optional<String> hopeless = hopeless(current, quickDeaths);
            if (hopeless.isPresent()) {
                isGivenUp = true;
                verdict.failed().accept(hopeless.get());
                return;
            }
            LOG.warn("restarting process={} pid={} quickDeaths={}", current.name(), current.pid(), quickDeaths);
            if (isStopping(FIRST_PAUSE_MILLIS << quickDeaths)) {
                return;
            }
            restart(current);
        }
    }

    /** A start that fails leaves the dead child in its place, whose next death, at once, is one of the quick ones. */
    private void restart(ChildProcess dead) {
        try {
            startUnlessStopped();
            noStart = "";
            changed.run();
        } catch (RuntimeException failure) { // whatever it is, the next death is still to be seen
            noStart = String.valueOf(failure.getMessage());
            LOG.error("not restarted process={} reason=\"{}\"", dead.name(), noStart, failure);
        }
    }

    /** The lock keeps a restart and the stop apart: a child started after the stop would never be stopped. */
    private synchronized void startUnlessStopped() {
        if (stopping.getCount() > 0) {
            child = starter.get();
        }
    }

    private Optional<String> hopeless(ChildProcess dead, int quickDeaths) {
        Optional<String> reason = verdict.hopeless().apply(dead);
        if (reason.isEmpty() && quickDeaths > MOST_QUICK_DEATHS) {
            return Optional.of(
                    !noStart.isEmpty()
                            ? "The " + dead.name() + " cannot be started again: " + noStart
                            : "The " + dead.name() + " ends as soon as it is started; see " + dead.console() + ".");
        }
        return reason;
    }

    private boolean isStopping(long withinMillis) {
        try {
            return stopping.await(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops it for good. Idempotent. */
    @Override
    public synchronized void close() {
        stopping.countDown();
        child.stop(stopLimit);
    }
}
