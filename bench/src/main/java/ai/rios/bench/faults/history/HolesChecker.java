package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Invariant#NO_HOLES}. */
final class HolesChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (String tenant : events.tenants()) {
            Map<String, Long> revisions = new HashMap<>();
            Set<String> gone = new HashSet<>();
            long sequence = 0;
            for (LoggedEvent event : events.ofTenant(tenant)) {
                if (event.sequence() != sequence + 1) {
                    found.add(violation(tenant, "sequence " + sequence + " is followed by " + event.told()));
                }
                sequence = event.sequence();
                Long before = revisions.put(event.deployment(), event.revision());
                if (event.revision() != (before == null ? 0 : before) + 1) {
                    found.add(violation(
                            tenant, "revision " + (before == null ? 0 : before) + " is followed by " + event.told()));
                }
                if ((event.revision() == 1) != event.kind().equals(LoggedEvent.CREATED)) {
                    found.add(
                            violation(tenant, "a deployment's first event, and no other, creates it: " + event.told()));
                }
                if (gone.contains(event.deployment())) {
                    found.add(violation(tenant, "there is something after the end: " + event.told()));
                }
                if (event.kind().equals(LoggedEvent.DELETED)) {
                    gone.add(event.deployment());
                }
            }
        }
        return found;
    }

    private static Violation violation(String tenant, String text) {
        return new Violation(Invariant.NO_HOLES, tenant, text);
    }
}
