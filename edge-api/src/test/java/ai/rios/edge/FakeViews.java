package ai.rios.edge;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.query.ProjectionBehindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Views in memory, at once up to date. They never wait: what does not hold now never will. Thread-safe. */
final class FakeViews implements DeploymentQueries {
    private final Map<String, TreeMap<String, List<DeploymentEvent>>> events = new HashMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();
    private @Nullable RuntimeException failure;
    private int maxLooks = Integer.MAX_VALUE;
    private At lastAt = At.NOW;

    synchronized void failWith(RuntimeException why) {
        failure = why;
    }

    synchronized void recover() {
        failure = null;
    }

    /** From now on one page looks at no more deployments than that. */
    synchronized void lookAtMost(int deployments) {
        maxLooks = deployments;
    }

    synchronized void fold(DeploymentEvent event) {
        events.computeIfAbsent(event.tenant(), _ -> new TreeMap<>())
                .computeIfAbsent(event.deploymentId(), _ -> new ArrayList<>())
                .add(event);
        positions.put(event.tenant(), event.sequence());
    }

    synchronized void note(String tenant, Operation operation) {
        operations.put(tenant + '/' + operation.id(), operation);
    }

    /** What the last question wanted to see. */
    synchronized At lastAt() {
        return lastAt;
    }

    /** Whether a living deployment has that name. */
    synchronized Optional<Deployment> named(String tenant, String name) {
        return events.getOrDefault(tenant, new TreeMap<>()).keySet().stream()
                .flatMap(id -> folded(tenant, id, Long.MAX_VALUE).stream())
                .filter(deployment -> deployment.status() != DeploymentStatus.DELETED)
                .filter(deployment -> deployment.spec().name().equals(name))
                .findFirst();
    }

    synchronized long position(String tenant) {
        return positions.getOrDefault(tenant, 0L);
    }

    @Override
    public synchronized Answer<Optional<Deployment>> find(String tenant, String id, At at) {
        Optional<Deployment> found = folded(tenant, id, Long.MAX_VALUE)
                .filter(deployment -> deployment.status() != DeploymentStatus.DELETED);
        return answer(tenant, at, found);
    }

    @Override
    public synchronized Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
        return answer(tenant, at, folded(tenant, id, revision).filter(deployment -> deployment.revision() == revision));
    }

    @Override
    public synchronized Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at) {
        List<DeploymentEvent> all = of(tenant, id);
        List<DeploymentEvent> rest = all.stream()
                .filter(event -> event.revision() > query.afterRevision())
                .toList();
        List<DeploymentEvent> shown = rest.stream().limit(query.limit()).toList();
        String last = rest.size() > shown.size() ? Long.toString(shown.getLast().revision()) : null;
        return answer(tenant, at, new Page<>(shown, watch(tenant), query.count() ? (long) all.size() : null, last));
    }

    private LogPosition watch(String tenant) {
        return new LogPosition("topic", 3, position(tenant));
    }

    @Override
    public synchronized Answer<Page<Deployment>> list(String tenant, ListQuery query, At at) {
        List<Deployment> all = events.getOrDefault(tenant, new TreeMap<>()).keySet().stream()
                .flatMap(id -> folded(tenant, id, Long.MAX_VALUE).stream())
                .filter(deployment -> deployment.status() != DeploymentStatus.DELETED)
                .filter(query.filter()::matches)
                .toList();
        String after = query.afterId();
        List<Deployment> rest = all.stream()
                .filter(deployment -> after == null || deployment.id().compareTo(after) > 0)
                .toList();
        List<String> looked = events.getOrDefault(tenant, new TreeMap<>()).keySet().stream()
                .filter(id -> after == null || id.compareTo(after) > 0)
                .limit(maxLooks)
                .toList();
        List<Deployment> shown = rest.stream()
                .filter(deployment -> looked.contains(deployment.id()))
                .limit(query.limit())
                .toList();
        boolean more = rest.size() > shown.size();
        String last = shown.size() == query.limit() ? shown.getLast().id() : looked.isEmpty() ? null : looked.getLast();
        Page<Deployment> page =
                new Page<>(shown, watch(tenant), query.count() ? Long.valueOf(all.size()) : null, more ? last : null);
        return answer(tenant, at, page);
    }

    @Override
    public synchronized Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
        Optional<Deployment> found = find(tenant, id, at).value();
        boolean satisfied = switch (condition.target()) {
            case Condition.HasStatus(DeploymentStatus status) ->
                found.map(deployment -> deployment.status() == status).orElse(status == DeploymentStatus.DELETED);
            case Condition.Settled _ -> found.map(Deployment::isSettled).orElse(true);
        };
        return answer(tenant, at, new Awaited(satisfied, found));
    }

    @Override
    public synchronized Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
        return answer(tenant, at, Optional.ofNullable(operations.get(tenant + '/' + operationId)));
    }

    @Override
    public synchronized Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at) {
        OperationsQuery.Place after = query.after();
        List<Operation> all = operations.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(tenant + '/'))
                .map(Map.Entry::getValue)
                .filter(operation -> operation.requestId().equals(query.requestId()))
                .sorted(Comparator.comparing(Operation::id)) // all are of the same time
                .toList();
        List<Operation> rest = all.stream()
                .filter(operation -> after == null || operation.id().compareTo(after.id()) > 0)
                .toList();
        List<Operation> shown = rest.stream().limit(query.limit()).toList();
        String last = rest.size() > shown.size()
                ? OperationsQuery.Place.of(shown.getLast()).text()
                : null;
        return answer(tenant, at, new Page<>(shown, watch(tenant), query.count() ? (long) all.size() : null, last));
    }

    private <T> Answer<T> answer(String tenant, At at, T value) {
        lastAt = at;
        if (failure != null) {
            throw failure;
        }
        if (at.minPosition() > position(tenant)) {
            throw new ProjectionBehindException(position(tenant), false);
        }
        return new Answer<>(value, position(tenant));
    }

    private Optional<Deployment> folded(String tenant, String id, long maxRevision) {
        Deployment state = null;
        for (DeploymentEvent event : of(tenant, id)) {
            if (event.revision() <= maxRevision) {
                state = state == null ? Deployment.first(event) : state.after(event);
            }
        }
        return Optional.ofNullable(state);
    }

    private List<DeploymentEvent> of(String tenant, String id) {
        return events.getOrDefault(tenant, new TreeMap<>()).getOrDefault(id, List.of());
    }
}
