package ai.rios.bench.faults.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known of a run: what clients sent and saw, and what the topics held at its end. Never what a service says of
 * its own memory. Immutable.
 *
 * @param writes attempts in the order they were sent
 * @param reads in the order they were sent
 * @param views of every tenant, all that its list showed at the end, when all had come to rest
 */
public record History(
        List<Write> writes, List<Read> reads, List<Watch> watches, Map<String, List<Row>> views, Topics topics) {
    public History {
        writes = List.copyOf(writes);
        reads = List.copyOf(reads);
        watches = List.copyOf(watches);
        views = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(views));
    }
}
