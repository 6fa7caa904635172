package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log by what is asked of them, and the deployments that they make. The fold is of its own, so that a fault in the
 * product's cannot hide itself. Immutable once made.
 */
final class EventIndex {
    private final Map<String, List<LoggedEvent>> byTenant = new LinkedHashMap<>();
    private final Map<String, List<LoggedEvent>> byDeployment = new LinkedHashMap<>();
    private final Map<String, List<LoggedEvent>> byOperation = new LinkedHashMap<>();
    private final Map<String, List<LoggedEvent>> byRequest = new LinkedHashMap<>();
    private final Map<String, Story> stories = new LinkedHashMap<>();

    /**
     * What became of one deployment.
     *
     * @param rows as it was after each of its revisions
     * @param sequences of the events that made those
     */
    record Story(String tenant, TreeMap<Long, Row> rows, TreeMap<Long, Long> sequences) {
        Row last() {
            return rows.lastEntry().getValue();
        }

        /** As it was when the tenant's log had that many events; null when it was not there yet. */
        @Nullable Row at(long position) {
            Row found = null;
            for (Map.Entry<Long, Long> made : sequences.entrySet()) {
                if (made.getValue() > position) {
                    return found;
                }
                found = rows.get(made.getKey());
            }
            return found;
        }
    }

    private EventIndex() {}

    static EventIndex of(List<LoggedEvent> events) {
        EventIndex index = new EventIndex();
        events.forEach(index::add);
        return index;
    }

    private void add(LoggedEvent event) {
        byTenant.computeIfAbsent(event.tenant(), _ -> new ArrayList<>()).add(event);
        byDeployment.computeIfAbsent(event.deployment(), _ -> new ArrayList<>()).add(event);
        byOperation.computeIfAbsent(event.operation(), _ -> new ArrayList<>()).add(event);
        byRequest.computeIfAbsent(event.requestId(), _ -> new ArrayList<>()).add(event);
        Story story = stories.computeIfAbsent(
                event.deployment(), _ -> new Story(event.tenant(), new TreeMap<>(), new TreeMap<>()));
        Map.Entry<Long, Row> before = story.rows().lastEntry();
        // What comes twice has been folded; that it came twice is another checker's to say.
        if (!story.rows().containsKey(event.revision())) {
            story.rows().put(event.revision(), fold(before == null ? null : before.getValue(), event));
            story.sequences().put(event.revision(), event.sequence());
        }
    }

    private static Row fold(@Nullable Row before, LoggedEvent event) {
        Content content = event.content();
        String name = content.name();
        var spec = content.spec();
        String reason = content.reason();
        Long observed = content.observedGeneration();
        return new Row(
                event.deployment(),
                name != null ? name : before == null ? "" : before.name(),
                spec != null ? spec : before == null ? Collections.emptySortedMap() : before.spec(),
                content.status(),
                reason != null ? reason : before == null ? "" : before.reason(),
                event.revision(),
                content.generation(),
                observed != null ? observed : before == null ? 0 : before.observedGeneration(),
                before == null ? content.time() : before.createdAt(),
                content.time());
    }

    Set<String> tenants() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(byTenant.keySet()));
    }

    /** A tenant's events in the order of the log. */
    List<LoggedEvent> ofTenant(String tenant) {
        return byTenant.getOrDefault(tenant, List.of());
    }

    /** A deployment's events in the order of the log. */
    List<LoggedEvent> ofDeployment(String deployment) {
        return byDeployment.getOrDefault(deployment, List.of());
    }

    List<LoggedEvent> ofOperation(String operation) {
        return byOperation.getOrDefault(operation, List.of());
    }

    List<LoggedEvent> ofRequest(String requestId) {
        return byRequest.getOrDefault(requestId, List.of());
    }

    Optional<Story> story(String deployment) {
        return Optional.ofNullable(stories.get(deployment));
    }

    Collection<Story> stories() {
        return Collections.unmodifiableCollection(stories.values());
    }

    /** The highest sequence of a tenant; 0 none. */
    long end(String tenant) {
        return ofTenant(tenant).stream().mapToLong(LoggedEvent::sequence).max().orElse(0);
    }
}
