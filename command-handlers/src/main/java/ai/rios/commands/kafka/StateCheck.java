package ai.rios.commands.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of a partition that is taken over against the end of its log. One of a process, for it remembers what did not
 * belong together. Thread-safe.
 *
 * <p>A partition can be lost unnoticed between the restoration of its state and the look at the log, and then the log has the next
 * owner's events. That is an ordinary failure, after which the state is restored anew. A restoration that begins after a look at
 * the log brings all that the look has seen, for event and state are of one transaction, and a restoration waits for those that
 * are open. So a state that lacks the very event that was the last one at an earlier look, and still is, lacks it for good. Where
 * the last event is another one, somebody is deciding, and however often that happens proves nothing. That restorations come
 * after looks holds also with several threads: Streams gives the state of a partition to one of them at a time.
 */
final class StateCheck {
    private final LastEventReader lastEvents;

    /** The last event in the log at the last look, of the partitions whose state had another one. */
    private final Map<Integer, Optional<LastEvent>> atOdds = new ConcurrentHashMap<>();

    StateCheck(LastEventReader lastEvents) {
        this.lastEvents = lastEvents;
    }

    /**
     * Returns if the state may be decided on.
     *
     * @param inState null when the state knows of no event
     * @throws StaleStateException when the state must be restored anew
     * @throws StateMismatchException when that has been done and has not helped
     */
    void check(int partition, @Nullable LastEvent inState) {
        Optional<LastEvent> ofState = Optional.ofNullable(inState);
        Optional<LastEvent> ofLog = lastEvents.lastEvent(partition);
        if (ofState.equals(ofLog)) {
            atOdds.remove(partition);
        } else if (ofLog.equals(atOdds.put(partition, ofLog))) {
            throw new StateMismatchException(partition, ofState, ofLog);
        } else {
            throw new StaleStateException(partition, ofState, ofLog);
        }
    }
}
