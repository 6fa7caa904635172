package ai.rios.commands.kafka;

import ai.rios.runtime.streams.HopelessException;
import java.util.Optional;

/** State and events of a partition do not belong together, such as after a restore of one without the other. */
public final class StateMismatchException extends HopelessException {
    private static final long serialVersionUID = 1L;

    StateMismatchException(int partition, Optional<LastEvent> inState, Optional<LastEvent> inLog) {
        super("partition " + partition + " must not be decided on: the last event in its state is " + name(inState)
                + ", the last one in its log is " + name(inLog));
    }

    static String name(Optional<LastEvent> event) {
        return event.map(LastEvent::toString).orElse("none");
    }
}
