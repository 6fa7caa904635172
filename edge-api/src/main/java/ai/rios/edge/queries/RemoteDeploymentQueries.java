package ai.rios.edge.queries;

import ai.rios.schemas.codec.SchemaIds;
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
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.wire.AnswerCodec;
import ai.rios.schemas.wire.Query;
import java.time.Duration;
import java.util.Optional;

/**
 * The views of other processes. A question goes to the instance that folds the tenant's partition; where that one is gone, to
 * a standby that has the position; where the table is old, to whom a new one names. Thread-safe; blocks the calling thread,
 * at most for what the question waits for by itself and the configured patience.
 */
public final class RemoteDeploymentQueries implements DeploymentQueries, AutoCloseable {
    private final ProjectionInstances instances;
    private final Asking asking;
    private final AnswerCodec codec;

    /**
     * Asks nobody yet.
     *
     * @param ids schemas of what is answered
     */
    public RemoteDeploymentQueries(RemoteQueriesConfig config, TopicCatalogue topics, SchemaIds ids) {
        this.instances = new ProjectionInstances(config.secret());
        this.codec = new AnswerCodec(topics, ids);
        this.asking = new Asking(
                instances,
                new Routing(config.seeds(), instances::table),
                topics.partitions(),
                config.patience(),
                System::nanoTime);
    }

    @Override
    public Answer<Optional<Deployment>> find(String tenant, String id, At at) {
        return ask(new Query.Find(tenant, id, at), codec.deployment());
    }

    @Override
    public Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
        return ask(new Query.FindRevision(tenant, id, revision, at), codec.deployment());
    }

    @Override
    public Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at) {
        return ask(new Query.History(tenant, id, query, at), codec.history());
    }

    @Override
    public Answer<Page<Deployment>> list(String tenant, ListQuery query, At at) {
        return ask(new Query.ListPage(tenant, query, at), codec.deployments());
    }

    @Override
    public Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
        return ask(new Query.Await(tenant, id, condition, timeout, at), codec.awaited());
    }

    @Override
    public Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
        return ask(new Query.OperationById(tenant, operationId, at), codec.operation());
    }

    @Override
    public Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at) {
        return ask(new Query.OperationsByRequest(tenant, query, at), codec.operations());
    }

    /** Cuts the connections. */
    @Override
    public void close() {
        instances.close();
    }

    private <T> Answer<T> ask(Query query, AnswerCodec.Kind<T> kind) {
        return kind.read(asking.ask(query));
    }
}
