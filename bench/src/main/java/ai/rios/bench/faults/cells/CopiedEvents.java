package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the events of a copy against those that it must have. Pure. */
final class CopiedEvents {
    private CopiedEvents() {}

    /**
     * What is not in the copy, or otherwise there. A copy may have more: what came while it was made, and what it decided itself.
     *
     * @param wanted in the original's log before the copying began
     * @param found in the copy's log
     */
    static List<Violation> missing(List<LoggedEvent> wanted, List<LoggedEvent> found) {
        Map<String, LoggedEvent> places = new HashMap<>();
        found.forEach(event -> places.put(event.place(), event));
        List<Violation> violations = new ArrayList<>();
        for (LoggedEvent event : wanted) {
            LoggedEvent copied = places.get(event.place());
            if (!event.equals(copied)) {
                violations.add(new Violation(
                        Invariant.ACKNOWLEDGED_IS_THERE,
                        event.tenant(),
                        "event " + event.eventId() + " at " + event.place()
                                + " was there before the folder was copied, and "
                                + (copied == null ? "the copy has none there" : "the copy has " + copied.eventId())));
            }
        }
        return violations;
    }
}
