package ai.rios.edge.commands;

import ai.rios.schemas.deployment.Outcome;
import java.util.function.Consumer;

/** The log that commands go into and outcomes come out of. Thread-safe. */
public interface Backbone extends AutoCloseable {
    /**
     * Joins the log.
     *
     * @param edge names this edge and its start; outcomes that carry it come back
     * @param outcomes is given each of them, on a thread of the backbone's
     */
    CommandLog join(String edge, Consumer<Outcome> outcomes);

    /** Whether every outcome from now on will be seen. */
    boolean isPositioned();

    /** Leaves the log. */
    @Override
    void close();
}
