package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Invariant#KEYS_GIVE_THE_FIRST_OUTCOME}. */
final class KeysChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        Map<String, Write> firsts = new LinkedHashMap<>();
        List<Violation> found = new ArrayList<>();
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (write.key() != null && answer != null && isFinal(answer)) {
                Write first = firsts.putIfAbsent(write.intent(), write);
                Write.Answer before = first == null ? null : first.answer();
                if (first != null && before != null && !isSame(write.kind(), before, answer)) {
                    found.add(new Violation(
                            Invariant.KEYS_GIVE_THE_FIRST_OUTCOME,
                            first.told() + " with " + before.effects() + " was repeated as " + write.told() + " with "
                                    + answer.effects()));
                }
            }
        }
        return found;
    }

    private static boolean isFinal(Write.Answer answer) {
        return answer.fate() == Write.Fate.DONE || answer.fate() == Write.Fate.REFUSED;
    }

    /** A partial batch is remembered item by item, so a repeat of it is an operation of its own. */
    private static boolean isSame(Write.Kind kind, Write.Answer one, Write.Answer other) {
        return one.status() == other.status()
                && one.effects().equals(other.effects())
                && (kind == Write.Kind.BATCH_PARTIAL
                        || String.valueOf(one.operation()).equals(String.valueOf(other.operation())));
    }
}
