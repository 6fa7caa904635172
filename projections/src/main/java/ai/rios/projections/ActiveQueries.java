package ai.rios.projections;

import ai.rios.runtime.process.Deadline;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.query.QueryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the generation that is active. A question that its generation can no longer answer, for it was switched off
 * meanwhile, is put to the next one; while a partition is on the move it is put again until the patience is over. Thread-safe.
 */
final class ActiveQueries implements DeploymentQueries {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Supplier<DeploymentQueries> active;
    private final Duration patience;

    /**
     * Answers.
     *
     * @param patience how long to bear with a partition that is on the move; 0 where others could answer at once
     */
    ActiveQueries(Supplier<DeploymentQueries> active, Duration patience) {
        this.active = active;
        this.patience = patience;
    }

    @Override
    public Answer<Optional<Deployment>> find(String tenant, String id, At at) {
        return ask(views -> views.find(tenant, id, at));
    }

    @Override
    public Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
        return ask(views -> views.findRevision(tenant, id, revision, at));
    }

    @Override
    public Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at) {
        return ask(views -> views.history(tenant, id, query, at));
    }

    @Override
    public Answer<Page<Deployment>> list(String tenant, ListQuery query, At at) {
        return ask(views -> views.list(tenant, query, at));
    }

    @Override
    public Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
        return ask(views -> views.await(tenant, id, condition, timeout, at));
    }

    @Override
    public Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
        return ask(views -> views.operation(tenant, operationId, at));
    }

    @Override
    public Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at) {
        return ask(views -> views.operationsByRequest(tenant, query, at));
    }

    private <T> T ask(Function<DeploymentQueries, T> question) {
        Deadline deadline = Deadline.after(patience);
        while (true) {
            DeploymentQueries asked = null;
            try {
                asked = active.get();
                return question.apply(asked);
            } catch (QueryUnavailableException e) {
                boolean isOver = deadline.isOver() || Thread.currentThread().isInterrupted();
                if (isOver && !isSwitchedOff(asked)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Whether another generation has come in its place. */
    private boolean isSwitchedOff(@Nullable DeploymentQueries asked) {
        return asked != null && !active.get().equals(asked);
    }
}
