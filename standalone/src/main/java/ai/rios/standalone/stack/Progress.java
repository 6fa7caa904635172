package ai.rios.standalone.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells the person at the terminal how far a start or a stop is, one line a step with the time since the beginning.
 * Thread-safe.
 */
public final class Progress {
    private final PrintStream out;
    private final long startedNanos = System.nanoTime();

    /** Writes to {@code out}, flushed after each line. */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /** A step begins that takes seconds. */
    public void starting(String step) {
        say("starting " + step + " ...");
    }

    /** A step is done. */
    public void done(String step, String detail) {
        say(String.format(Locale.ROOT, "%6.1f s  %-10s %s", seconds(), step, detail));
    }

    /** A line as it is. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Seconds since the beginning. */
    double seconds() {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1_000.0;
    }
}
