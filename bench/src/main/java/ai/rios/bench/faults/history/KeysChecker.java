package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link Invariant#KEYS_GIVE_THE_FIRST_OUTCOME}: the first outcome is that of the first answer and, where the first attempt got none, that
 * of the events.
 */
final class KeysChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        Map<String, Set<String>> done = operationsDone(history, events);
        Map<String, Write> firsts = new HashMap<>();
        List<Violation> found = new ArrayList<>();
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (write.key() != null && answer != null && isFinal(answer)) {
                unlikeDone(write, answer, done.getOrDefault(write.intent(), Set.of()))
                        .ifPresent(text -> found.add(violation(write.tenant(), text)));
                Write first = firsts.putIfAbsent(write.intent(), write);
                Write.Answer before = first == null ? null : first.answer();
                if (first != null && before != null && !isSame(write.kind(), before, answer)) {
                    found.add(violation(
                            write.tenant(),
                            first.told() + " with " + before.effects() + " was repeated as " + write.told() + " with "
                                    + answer.effects()));
                }
            }
        }
        return found;
    }

    /** The operations that have events, of every intent that has a key. */
    private static Map<String, Set<String>> operationsDone(History history, EventIndex events) {
        Map<String, Set<String>> done = new HashMap<>();
        for (Write write : history.writes()) {
            if (write.key() != null) {
                events.ofRequest(write.requestId())
                        .forEach(event -> done.computeIfAbsent(write.intent(), _ -> new LinkedHashSet<>())
                                .add(event.operation()));
            }
        }
        return done;
    }

    private static Optional<String> unlikeDone(Write write, Write.Answer answer, Set<String> done) {
        if (done.isEmpty()) {
            return Optional.empty();
        }
        if (answer.fate() != Write.Fate.DONE || answer.effects().isEmpty()) {
            return Optional.of(write.told() + " is told that nothing was done, but its key was carried out as " + done);
        }
        return write.kind() == Write.Kind.BATCH_PARTIAL || done.contains(String.valueOf(answer.operation()))
                ? Optional.empty()
                : Optional.of(
                        write.told() + " names another operation than those that its key was carried out as: " + done);
    }

    private static boolean isFinal(Write.Answer answer) {
        return answer.fate() == Write.Fate.DONE || answer.fate() == Write.Fate.REFUSED;
    }

    /** A partial batch is remembered item by item, so a repeat of it is an operation of its own. */
    private static boolean isSame(Write.Kind kind, Write.Answer one, Write.Answer other) {
        return one.status() == other.status()
                && one.code().equals(other.code())
                && one.effects().equals(other.effects())
                && (kind == Write.Kind.BATCH_PARTIAL
                        || (other.replayed()
                                && String.valueOf(one.operation()).equals(String.valueOf(other.operation()))));
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.KEYS_GIVE_THE_FIRST_OUTCOME, tenant, text);
    }
}
