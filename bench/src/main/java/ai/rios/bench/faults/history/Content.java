package ai.rios.bench.faults.history;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its deployment. What is null the event does not speak of, and it stays as it was. Immutable.
 *
 * @param name of the spec
 * @param spec the other members of the spec, as in {@link Row}
 * @param status after the event
 * @param reason after the event; empty takes it away
 * @param generation after the event
 * @param observedGeneration after the event
 */
public record Content(
        @Nullable String name,
        @Nullable SortedMap<String, String> spec,
        String status,
        @Nullable String reason,
        long generation,
        @Nullable Long observedGeneration,
        Instant time) {
    public Content {
        spec = spec == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(spec));
    }
}
