package ai.rios.runtime.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that run again and again. An executor drops a periodic task at its first exception, and tells nobody who does not ask its
 * future; what must go on for as long as the process lives is therefore wrapped here. Stateless.
 */
public final class Periodic {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private Periodic() {}

    /**
     * The task, whose failures are logged and end this run alone. An {@link Error} still ends all of them.
     *
     * @param name as it stands in the log
     */
    public static Runnable goingOn(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.error("periodic task failed and runs again in its turn task={}", name, failure);
            }
        };
    }
}
