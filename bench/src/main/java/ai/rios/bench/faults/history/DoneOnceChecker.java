package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Invariant#DONE_ONCE}. */
final class DoneOnceChecker implements Checker {
    private static final Set<String> ONCE_A_LIFE =
            Set.of(LoggedEvent.CREATED, LoggedEvent.DELETION_REQUESTED, LoggedEvent.DELETED);

    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        intentsOfTwoOperations(history, events, found);
        tooManyChanges(history, events, found);
        repeatedEvents(history, found);
        repeatedLabels(history, found);
        eventsOfNobody(history, found);
        return found;
    }

    private static void intentsOfTwoOperations(History history, EventIndex events, List<Violation> found) {
        Map<String, Set<String>> operations = new LinkedHashMap<>();
        Map<String, Write> writes = new HashMap<>();
        for (Write write : history.writes()) {
            writes.putIfAbsent(write.intent(), write);
            events.ofRequest(write.requestId())
                    .forEach(event -> operations
                            .computeIfAbsent(write.intent(), _ -> new LinkedHashSet<>())
                            .add(event.operation()));
        }
        operations.forEach((intent, done) -> {
            Write write = writes.get(intent);
            if (done.size() > 1 && write != null) {
                found.add(violation(
                        write.tenant(), write.told() + " was done by " + done.size() + " operations: " + done));
            }
        });
    }

    private static void tooManyChanges(History history, EventIndex events, List<Violation> found) {
        for (Write write : history.writes()) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            int changes = 0;
            for (LoggedEvent event : events.ofRequest(write.requestId())) {
                if (!event.kind().equals(LoggedEvent.STATUS_CHANGED)) {
                    counts.merge(event.kind() + " of " + event.deployment(), 1, Integer::sum);
                    changes++;
                }
            }
            counts.forEach((what, count) -> {
                if (count > 1) {
                    found.add(violation(write.tenant(), write.told() + " has " + count + " events " + what));
                }
            });
            if (changes > write.changes()) {
                found.add(violation(
                        write.tenant(),
                        write.told() + " asks for " + write.changes() + " changes and has " + changes + " events "
                                + counts));
            }
        }
    }

    private static void repeatedEvents(History history, List<Violation> found) {
        Map<String, LoggedEvent> ids = new HashMap<>();
        Map<String, LoggedEvent> once = new HashMap<>();
        for (LoggedEvent event : history.topics().events()) {
            LoggedEvent before = ids.putIfAbsent(event.eventId(), event);
            if (before != null) {
                found.add(violation(
                        event.tenant(),
                        "event " + event.eventId() + " stands twice: " + before.told() + " and " + event.told()));
            }
            LoggedEvent same = ONCE_A_LIFE.contains(event.kind())
                    ? once.putIfAbsent(event.kind() + event.deployment(), event)
                    : null;
            if (same != null && before == null) {
                found.add(violation(event.tenant(), same.told() + " happened again: " + event.told()));
            }
        }
    }

    /** Two requests, or two attempts without a key, never ask for the same change. */
    private static void repeatedLabels(History history, List<Violation> found) {
        Map<String, LoggedEvent> firsts = new HashMap<>();
        for (LoggedEvent event : history.topics().events()) {
            LoggedEvent before =
                    event.label().isEmpty() ? null : firsts.putIfAbsent(event.tenant() + '/' + event.label(), event);
            if (before != null && !before.eventId().equals(event.eventId())) {
                found.add(violation(
                        event.tenant(),
                        "label " + event.label() + " is that of " + before.told() + " and of " + event.told()));
            }
        }
    }

    private static void eventsOfNobody(History history, List<Violation> found) {
        Map<String, String> tenants = new HashMap<>();
        history.writes().forEach(write -> tenants.put(write.requestId(), write.tenant()));
        for (LoggedEvent event : history.topics().events()) {
            if (!event.operation().isEmpty() && !event.tenant().equals(tenants.get(event.requestId()))) {
                found.add(violation(
                        event.tenant(),
                        "no client of its tenant sent request " + event.requestId() + " of " + event.told()));
            }
        }
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.DONE_ONCE, tenant, text);
    }
}
