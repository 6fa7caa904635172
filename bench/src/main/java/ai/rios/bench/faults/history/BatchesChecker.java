package ai.rios.bench.faults.history;

import ai.rios.bench.faults.history.LoggedEvent.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Invariant#BATCHES_WHOLE}. */
final class BatchesChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (String tenant : events.tenants()) {
            Map<String, List<LoggedEvent>> batches = new HashMap<>();
            for (LoggedEvent event : events.ofTenant(tenant)) {
                Batch batch = event.batch();
                if (batch != null) {
                    batches.computeIfAbsent(batch.id(), _ -> new ArrayList<>()).add(event);
                }
            }
            batches.forEach((id, parts) -> {
                if (!isWhole(parts)) {
                    found.add(violation(
                            tenant,
                            "batch " + id + " has "
                                    + parts.stream().map(LoggedEvent::told).toList() + " and must have "
                                    + sizeOf(parts.getFirst()) + " events in a row"));
                }
            });
        }
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (write.kind() == Write.Kind.BATCH_ATOMIC
                    && answer != null
                    && answer.fate() == Write.Fate.DONE
                    && answer.effects().size() != write.changes()) {
                found.add(violation(
                        write.tenant(),
                        write.told() + " was done with " + answer.effects().size() + " of its " + write.changes()
                                + " changes"));
            }
        }
        return found;
    }

    private static boolean isWhole(List<LoggedEvent> parts) {
        long first = parts.getFirst().sequence();
        for (int at = 0; at < parts.size(); at++) {
            Batch batch = parts.get(at).batch();
            if (batch == null || batch.index() != at || parts.get(at).sequence() != first + at) {
                return false;
            }
        }
        return parts.size() == sizeOf(parts.getFirst());
    }

    private static int sizeOf(LoggedEvent event) {
        Batch batch = event.batch();
        return batch == null ? 0 : batch.size();
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.BATCHES_WHOLE, tenant, text);
    }
}
