package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Invariant#ONE_OUTCOME}. */
final class OutcomesChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        Map<String, LoggedOutcome> outcomes = new HashMap<>();
        for (LoggedOutcome outcome : history.topics().outcomes()) {
            LoggedOutcome before = outcomes.putIfAbsent(outcome.operation(), outcome);
            if (before != null) {
                found.add(violation(
                        outcome.tenant(),
                        "operation " + outcome.operation() + " has an outcome at " + before.place() + " and one at "
                                + outcome.place()));
            }
        }
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (answer != null
                    && answer.fate() == Write.Fate.DONE
                    && !outcomes.containsKey(String.valueOf(answer.operation()))) {
                found.add(
                        violation(write.tenant(), write.told() + " is acknowledged, but its operation has no outcome"));
            }
        }
        return found;
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.ONE_OUTCOME, tenant, text);
    }
}
