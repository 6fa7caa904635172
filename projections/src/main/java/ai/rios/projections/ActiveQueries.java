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
import ai.rios.schemas.query.QueryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers from the generation that is active. A question that its generation can no longer answer, for it was switched off
 * meanwhile, is put to the next one. Thread-safe.
 */
final class ActiveQueries implements DeploymentQueries {
    private final Supplier<DeploymentQueries> active;

    ActiveQueries(Supplier<DeploymentQueries> active) {
        this.active = active;
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
    public Answer<List<DeploymentEvent>> history(String tenant, String id, long afterRevision, int limit, At at) {
        return ask(views -> views.history(tenant, id, afterRevision, limit, at));
    }

    @Override
    public Answer<Page> list(String tenant, ListQuery query, At at) {
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
    public Answer<List<Operation>> operationsByRequest(String tenant, String requestId, At at) {
        return ask(views -> views.operationsByRequest(tenant, requestId, at));
    }

    private <T> T ask(Function<DeploymentQueries, T> question) {
        DeploymentQueries views = active.get();
        while (true) {
            try {
                return question.apply(views);
            } catch (QueryUnavailableException e) {
                DeploymentQueries now = active.get();
                if (now.equals(views)) {
                    throw e;
                }
                views = now;
            }
        }
    }
}
