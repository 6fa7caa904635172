package ai.rios.commands.kafka;

import java.util.Optional;

/** A partition's log ends with another event than its state, most likely the next owner's: the thread is to start anew. */
public final class StaleStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleStateException(int partition, Optional<LastEvent> inState, Optional<LastEvent> inLog) {
        super("partition " + partition + " is to be restored anew: the last event in its state is "
                + StateMismatchException.name(inState) + ", the last one in its log is "
                + StateMismatchException.name(inLog));
    }
}
