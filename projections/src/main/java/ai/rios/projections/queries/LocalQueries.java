package ai.rios.projections.queries;

import ai.rios.projections.views.DeploymentReads;
import ai.rios.projections.views.Listed;
import ai.rios.projections.views.OperationReads;
import ai.rios.projections.views.TenantState;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
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
import ai.rios.schemas.query.QueryUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Answers from the partitions that this process holds. Thread-safe; waits block the calling thread. */
public final class LocalQueries implements DeploymentQueries {
    /** How long a wait bears with a deployment that is in no view: it may have been made a moment ago. */
    private static final Duration PATIENCE_WITH_UNKNOWN = Duration.ofSeconds(2);

    private final PartitionViews partitions;
    private final ViewCodecs codecs;
    private final FoldSignals signals;
    private final Duration operationRetention;
    private final InstantSource clock;

    /**
     * Answers over the partitions of this process.
     *
     * @param operationRetention operations older than this are not shown
     */
    public LocalQueries(
            PartitionViews partitions,
            ViewCodecs codecs,
            FoldSignals signals,
            Duration operationRetention,
            InstantSource clock) {
        this.partitions = partitions;
        this.codecs = codecs;
        this.signals = signals;
        this.operationRetention = operationRetention;
        this.clock = clock;
    }

    @Override
    public Answer<Optional<Deployment>> find(String tenant, String id, At at) {
        return read(tenant, at, (views, _) -> deployments(views).find(tenant, id));
    }

    @Override
    public Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
        return read(tenant, at, (views, _) -> deployments(views).findRevision(tenant, id, revision));
    }

    @Override
    public Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at) {
        return read(
                tenant,
                at,
                (views, seen) -> page(tenant, seen, deployments(views).history(tenant, id, query)));
    }

    @Override
    public Answer<Page<Deployment>> list(String tenant, ListQuery query, At at) {
        return read(
                tenant,
                at,
                (views, seen) -> page(tenant, seen, deployments(views).list(tenant, query)));
    }

    @Override
    public Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
        Seen seen = reach(tenant, at);
        Duration patience = timeout.compareTo(PATIENCE_WITH_UNKNOWN) < 0 ? timeout : PATIENCE_WITH_UNKNOWN;
        boolean known = waitFor(tenant, patience, () -> isKnown(tenant, id) ? Optional.of(true) : Optional.empty())
                .isPresent();
        Duration limit = known ? timeout : Duration.ZERO;
        Optional<Answer<Awaited>> held = waitFor(tenant, limit, () -> {
            Answer<Awaited> now = standing(tenant, id, condition);
            boolean over = now.value().satisfied() || now.value().deployment().isEmpty();
            return over ? Optional.of(now) : Optional.empty();
        });
        Answer<Awaited> answer = held.orElseGet(() -> standing(tenant, id, condition));
        return answer.position() >= seen.state().sequence()
                ? answer
                : new Answer<>(answer.value(), seen.state().sequence());
    }

    @Override
    public Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
        Seen seen = reach(tenant, at);
        Optional<Operation> found = operations(views(tenant)).find(tenant, operationId);
        return new Answer<>(found, seen.state().sequence());
    }

    @Override
    public Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at) {
        Seen seen = reach(tenant, at);
        Page<Operation> page = page(tenant, seen, operations(views(tenant)).byRequest(tenant, query));
        return new Answer<>(page, seen.state().sequence());
    }

    /** A tenant's state with the partition's offset read before it. */
    private record Seen(TenantState state, long foldedTo) {
        /** Where the log goes on after what the views show: the partition's place, unless the tenant stands still before it. */
        long watchOffset() {
            return state.isBlocked() ? state.nextOffset() : Math.max(state.nextOffset(), foldedTo);
        }
    }

    /** A part of a list, with the place in the log that was read before it. */
    private <T> Page<T> page(String tenant, Seen seen, Listed<T> listed) {
        LogPosition watch =
                new LogPosition(partitions.eventsTopicId(), partitions.partitionOf(tenant), seen.watchOffset());
        return new Page<>(listed.items(), watch, listed.total(), listed.resumeAfter());
    }

    /** Reads what events have made, at the position that it is told with. Operations are made of other records. */
    private <T> Answer<T> read(String tenant, At at, BiFunction<ViewReads, Seen, T> read) {
        if (at.minPosition() > 0) {
            reach(tenant, at); // a look-up of its own, which most reads can do without
        }
        return partitions.lock(partitions.partitionOf(tenant)).read(views(tenant), views -> {
            Seen seen = see(tenant, views);
            return new Answer<>(read.apply(views, seen), seen.state().sequence());
        });
    }

    /** Waits until the view has the position that was asked for. */
    private Seen reach(String tenant, At at) {
        return waitFor(tenant, at.maxWait(), () -> {
                    Seen seen = see(tenant);
                    if (seen.state().sequence() >= at.minPosition()) {
                        return Optional.of(seen);
                    }
                    if (seen.state().isBlocked()) {
                        throw new ProjectionBehindException(seen.state().sequence(), true);
                    }
                    return Optional.empty();
                })
                .orElseThrow(
                        () -> new ProjectionBehindException(see(tenant).state().sequence(), false));
    }

    private Seen see(String tenant) {
        return see(tenant, views(tenant));
    }

    private Seen see(String tenant, ViewReads views) {
        long foldedTo = partitions.foldedTo(partitions.partitionOf(tenant));
        return new Seen(deployments(views).state(tenant), foldedTo);
    }

    private boolean isKnown(String tenant, String id) {
        return deployments(views(tenant)).isKnown(tenant, id);
    }

    private ViewReads views(String tenant) {
        return partitions.views(partitions.partitionOf(tenant));
    }

    private Answer<Awaited> standing(String tenant, String id, Condition condition) {
        return read(tenant, At.NOW, (views, _) -> {
            Optional<Deployment> deployment = deployments(views).find(tenant, id);
            return new Awaited(Conditions.holds(condition, deployment), deployment);
        });
    }

    private <T> Optional<T> waitFor(String tenant, Duration limit, Supplier<Optional<T>> look) {
        try {
            return signals.await(tenant, limit, look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryUnavailableException("the read was interrupted", e);
        }
    }

    private DeploymentReads deployments(ViewReads views) {
        return new DeploymentReads(views, codecs);
    }

    private OperationReads operations(ViewReads views) {
        return new OperationReads(views, codecs, operationRetention, clock);
    }
}
