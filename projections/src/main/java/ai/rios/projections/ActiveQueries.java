package ai.rios.projections;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers from the generation that is active when a question comes. Thread-safe. */
final class ActiveQueries implements DeploymentQueries {
    private final Supplier<DeploymentQueries> active;

    ActiveQueries(Supplier<DeploymentQueries> active) {
        this.active = active;
    }

    @Override
    public Answer<Optional<Deployment>> find(String tenant, String id, At at) {
        return active.get().find(tenant, id, at);
    }

    @Override
    public Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
        return active.get().findRevision(tenant, id, revision, at);
    }

    @Override
    public Answer<List<DeploymentEvent>> history(String tenant, String id, long afterRevision, int limit, At at) {
        return active.get().history(tenant, id, afterRevision, limit, at);
    }

    @Override
    public Answer<Page> list(String tenant, ListQuery query, At at) {
        return active.get().list(tenant, query, at);
    }

    @Override
    public Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
        return active.get().await(tenant, id, condition, timeout, at);
    }

    @Override
    public Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
        return active.get().operation(tenant, operationId, at);
    }

    @Override
    public Answer<List<Operation>> operationsByRequest(String tenant, String requestId, At at) {
        return active.get().operationsByRequest(tenant, requestId, at);
    }
}
