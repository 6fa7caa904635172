package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.List;

/** {@link Invariant#REFUSED_IS_NOT_DONE}. */
final class RefusedChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (answer != null && (answer.fate() == Write.Fate.REFUSED || answer.fate() == Write.Fate.NOTHING_DONE)) {
                events.ofRequest(write.requestId()).forEach(event -> found.add(violation(write.told(), event)));
            }
        }
        for (LoggedOutcome outcome : history.topics().outcomes()) {
            if (outcome.refused()) {
                events.ofOperation(outcome.operation())
                        .forEach(event -> found.add(violation(
                                "operation " + outcome.operation() + " (outcome at " + outcome.place() + ")", event)));
            }
        }
        return found;
    }

    private static Violation violation(String who, LoggedEvent event) {
        return new Violation(
                Invariant.REFUSED_IS_NOT_DONE, event.tenant(), who + " was refused, but the log has " + event.told());
    }
}
