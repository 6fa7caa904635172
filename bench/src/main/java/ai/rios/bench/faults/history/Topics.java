package ai.rios.bench.faults.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topics held when all had come to rest. Immutable.
 *
 * @param events of all tenants, each tenant's in the order of the log
 * @param outcomes in the order of the log
 * @param snapshots the last value of every key {@code tenant/id} that is not a tombstone
 */
public record Topics(List<LoggedEvent> events, List<LoggedOutcome> outcomes, Map<String, Row> snapshots) {
    public Topics {
        events = List.copyOf(events);
        outcomes = List.copyOf(outcomes);
        snapshots = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(snapshots));
    }
}
