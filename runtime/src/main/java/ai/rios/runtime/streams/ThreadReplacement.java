package ai.rios.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a Streams thread that has died, for ever, waiting longer each time it happens within a minute: the first at once, then
 * after 200 ms, doubling to 5 s. Only a {@link HopelessException} ends the application, for no other thread would fare better.
 * Thread-safe.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MAX_KEPT = 1_000;

    private final int toleratedPerMinute;
    private final InstantSource clock;
    private final Consumer<HopelessException> ended;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Guarded by itself. */
    private final Deque<Instant> recent = new ArrayDeque<>();

    /** Set once by a dying Streams thread, read by those that ask for the health. */
    private volatile @Nullable HopelessException hopeless;

    /**
     * Makes a handler for one application.
     *
     * @param toleratedPerMinute more replacements than this within a minute are no longer healthy
     * @param ended told, once a dying thread, of what ends the application
     */
    public ThreadReplacement(int toleratedPerMinute, InstantSource clock, Consumer<HopelessException> ended) {
        this.toleratedPerMinute = toleratedPerMinute;
        this.clock = clock;
        this.ended = ended;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        HopelessException end = hopelessIn(exception);
        if (end != null) {
            hopeless = end;
            LOG.error("streams ended reason=\"{}\"", end.getMessage());
            ended.accept(end);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int before = note(clock.instant());
        Duration wait = waitAfter(before);
        LOG.warn("streams thread replaced recent={} waitMs={}", before, wait.toMillis(), exception);
        pause(wait);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Whether threads die no oftener than tolerated, and the application has not ended. */
    public boolean isLive() {
        return hopeless == null && replacementsInLastMinute() <= toleratedPerMinute;
    }

    /** Why the application has ended by itself, or null. */
    public @Nullable HopelessException hopeless() {
        return hopeless;
    }

    /** Threads replaced within the last minute. */
    public int replacementsInLastMinute() {
        synchronized (recent) {
            dropOld(clock.instant());
            return recent.size();
        }
    }

    /** Ends all waits, so that closing does not wait for them. */
    @Override
    public void close() {
        closed.countDown();
    }

    static Duration waitAfter(int replacements) {
        if (replacements == 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(replacements - 1, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private int note(Instant now) {
        synchronized (recent) {
            dropOld(now);
            int before = recent.size();
            if (before < MAX_KEPT) {
                recent.addLast(now);
            }
            return before;
        }
    }

    private void dropOld(Instant now) {
        Instant oldest = now.minus(WINDOW);
        while (!recent.isEmpty() && recent.getFirst().isBefore(oldest)) {
            recent.removeFirst();
        }
    }

    private void pause(Duration wait) {
        try {
            boolean closing = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("waited closing={}", closing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable HopelessException hopelessIn(Throwable error) {
        @Nullable Throwable cause = error;
        while (cause != null) {
            if (cause instanceof HopelessException found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
