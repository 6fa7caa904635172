package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.History;
import ai.rios.bench.faults.history.HistoryChecker;
import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Violation;
import ai.rios.bench.faults.traffic.Traffic;
import ai.rios.bench.product.Tenant;
import ai.rios.schemas.codec.SchemasUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What stood when all had come to rest, or could not within a limit. Immutable.
 *
 * @param unrest what had not; empty when all had
 */
record Rest(List<Violation> violations, String unrest) {
    /** What follows the log after a while; all else stays as it is once nothing is under way. */
    private static final Set<Invariant> FOLLOWING =
            EnumSet.of(Invariant.VIEWS_EQUAL_EVENTS, Invariant.SNAPSHOTS_EQUAL_EVENTS, Invariant.STREAMS_GO_FORWARD);

    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    Rest {
        violations = List.copyOf(violations);
    }

    /** Looks again until nothing is under way and nothing differs: views, snapshots and streams follow the log after a while. */
    static Rest await(LoggedTopics topics, Traffic traffic, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Rest rest = look(topics, traffic);
            boolean mayChange = !rest.unrest().isEmpty()
                    || rest.violations().stream().map(Violation::invariant).anyMatch(FOLLOWING::contains);
            if (!mayChange || System.nanoTime() > deadline) {
                return rest;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Rest look(LoggedTopics topics, Traffic traffic) {
        LoggedTopics.Found found;
        try {
            found = topics.read();
        } catch (TimeoutException brokerAway) {
            return new Rest(List.of(), "the broker does not answer: " + brokerAway.getMessage());
        } catch (RecordDeserializationException unread) {
            if (unread.getCause() instanceof SchemasUnavailableException registryAway) {
                return new Rest(List.of(), "the registry does not answer: " + registryAway.getMessage());
            }
            throw unread;
        }
        List<String> unrest = new ArrayList<>();
        Map<String, List<Row>> views = new LinkedHashMap<>();
        for (Tenant tenant : traffic.tenants()) {
            traffic.list(tenant, end(found, tenant))
                    .ifPresentOrElse(
                            rows -> views.put(tenant.name(), rows),
                            () -> unrest.add(
                                    "the list of tenant " + tenant.name() + " is not answered at its log's end"));
        }
        if (!found.undecided().isEmpty()) {
            unrest.add(found.undecided().size() + " commands have no outcome: " + found.undecided());
        }
        moving(found.topics().events(), views).ifPresent(unrest::add);
        List<Violation> violations = HistoryChecker.check(
                new History(traffic.writes(), traffic.reads(), traffic.watches(), views, found.topics()));
        return new Rest(violations, String.join("; ", unrest));
    }

    /** Something that a timer will move yet: a deletion that is asked for, or a retry. */
    private static Optional<String> moving(List<LoggedEvent> events, Map<String, List<Row>> views) {
        Set<String> ending = new LinkedHashSet<>();
        for (LoggedEvent event : events) {
            if (event.kind().equals(LoggedEvent.DELETION_REQUESTED)) {
                ending.add(event.deployment());
            } else if (event.kind().equals(LoggedEvent.DELETED)) {
                ending.remove(event.deployment());
            }
        }
        return Stream.concat(
                        ending.stream(),
                        views.values().stream()
                                .flatMap(List::stream)
                                .filter(Rest::isTriedAgain)
                                .map(Row::deployment))
                .findFirst()
                .map(deployment -> "the timer of " + deployment + " has not fired");
    }

    private static boolean isTriedAgain(Row row) {
        return row.status().equals("failed") && "running".equals(row.spec().get("desired"));
    }

    private static long end(LoggedTopics.Found found, Tenant tenant) {
        return found.topics().events().stream()
                .filter(event -> event.tenant().equals(tenant.name()))
                .mapToLong(LoggedEvent::sequence)
                .max()
                .orElse(0);
    }
}
