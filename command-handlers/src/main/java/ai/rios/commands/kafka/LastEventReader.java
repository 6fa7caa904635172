package ai.rios.commands.kafka;

import java.util.Optional;

/** Tells which event was committed last, so that state and log can be held against each other. */
public interface LastEventReader {
    /**
     * The last committed event of a partition; empty when it has none. Waits, bounded, for transactions that are open at its end.
     * Called by Streams threads, several at once.
     */
    Optional<LastEvent> lastEvent(int partition);
}
