package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Invariant#NAMES_HELD_ONCE}. */
final class NamesChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (String tenant : events.tenants()) {
            Map<String, String> holders = new HashMap<>();
            Map<String, String> names = new HashMap<>();
            for (LoggedEvent event : events.ofTenant(tenant)) {
                String name = event.content().name();
                if (event.kind().equals(LoggedEvent.DELETED)) {
                    release(names.remove(event.deployment()), event, holders);
                } else if (name != null) {
                    String held = names.put(event.deployment(), name);
                    if (!name.equals(held)) {
                        release(held, event, holders);
                    }
                    String holder = holders.put(name, event.deployment());
                    if (holder != null && !holder.equals(event.deployment())) {
                        found.add(new Violation(
                                Invariant.NAMES_HELD_ONCE,
                                tenant,
                                "name " + name + " is held by " + holder + " and taken by " + event.told()));
                    }
                }
            }
        }
        return found;
    }

    private static void release(
            @org.jspecify.annotations.Nullable String name, LoggedEvent event, Map<String, String> holders) {
        if (name != null) {
            holders.remove(name, event.deployment());
        }
    }
}
