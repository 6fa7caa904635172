package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Invariant#SNAPSHOTS_EQUAL_EVENTS}. */
final class SnapshotsChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        Map<String, Row> snapshots = history.topics().snapshots();
        Set<String> tenants = new LinkedHashSet<>(events.tenants());
        snapshots.keySet().forEach(key -> tenants.add(tenantOf(key)));
        for (String tenant : tenants) {
            List<Row> rows = snapshots.entrySet().stream()
                    .filter(entry -> tenantOf(entry.getKey()).equals(tenant))
                    .map(Map.Entry::getValue)
                    .toList();
            RowsComparison.differences(tenant, rows, events)
                    .forEach(text -> found.add(new Violation(
                            Invariant.SNAPSHOTS_EQUAL_EVENTS,
                            tenant,
                            "the snapshots topic of tenant " + tenant + " " + text)));
        }
        return found;
    }

    private static String tenantOf(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }
}
