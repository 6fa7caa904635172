package ai.rios.libp2p.muxer;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.io.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What ends a stream's waits by the clock: its deadline, and how long it stays after this end closed it. Not thread-safe: its
 * stream's lock guards it.
 */
public final class StreamTimers {
    /** Half of what a difference of two readings of the clock can say. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private final Timers timers;
    private boolean hasDeadline;
    private long deadlineAt;
    private Timers.@Nullable Timer deadline;
    private Timers.@Nullable Timer linger;

    /** There is no deadline, and nothing lingers. */
    public StreamTimers(Timers timers) {
        this.timers = timers;
    }

    /**
     * Sets a deadline in the place of the one there was.
     *
     * @param fromNow zero or less is over already
     * @param whenOver has those look who wait; runs at once where it is over
     */
    public void deadline(Duration fromNow, Runnable whenOver) {
        noDeadline();
        hasDeadline = true;
        deadlineAt = timers.nanoTime() + Math.clamp(TimeUnit.NANOSECONDS.convert(fromNow), 0, LONGEST_NANOS);
        if (fromNow.isPositive()) {
            deadline = timers.schedule(fromNow, whenOver);
        } else {
            whenOver.run();
        }
    }

    /** Takes the deadline back. */
    public void noDeadline() {
        hasDeadline = false;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Fails when the deadline has passed. */
    public void failIfOverdue() throws DeadlineException {
        if (hasDeadline && timers.nanoTime() - deadlineAt >= 0) {
            throw new DeadlineException("the stream's deadline has passed");
        }
    }

    /** Has something done when the stream has stayed so long. */
    public void linger(Duration length, Runnable whenOver) {
        linger = timers.schedule(length, whenOver);
    }

    /** Nothing is left to be waited for. */
    public void cancel() {
        noDeadline();
        noLinger();
    }

    /** The stream is no more before its time was over. */
    public void noLinger() {
        if (linger != null) {
            linger.cancel();
            linger = null;
        }
    }
}
