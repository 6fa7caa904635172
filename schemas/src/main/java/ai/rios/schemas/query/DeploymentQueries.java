package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * What the edge may ask the views of deployments. In one JVM a method call, else the query service over HTTP/2.
 *
 * <p>Every call reads one tenant, waits at most {@link At#maxWait()} for the view to reach {@link At#minPosition()}, and
 * answers with the position of the view it read. Blocking; thread-safe.
 *
 * <p>All methods throw {@link ProjectionBehindException} when the view does not reach the position in time (at once when the
 * tenant is blocked at a hole before it), and {@link QueryUnavailableException} when nobody can answer for the tenant now.
 */
public interface DeploymentQueries {
    /** The deployment, unless it does not exist or is deleted. */
    Answer<Optional<Deployment>> find(String tenant, String id, At at);

    /** The deployment as it was at a revision, also of a deleted one as long as its history is kept. */
    Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at);

    /** A page of a deployment's events in the order of their revisions; empty when there is no such deployment. */
    Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at);

    /** A page of a tenant's living deployments in the order of their ids. */
    Answer<Page<Deployment>> list(String tenant, ListQuery query, At at);

    /**
     * Waits until a condition holds of a deployment.
     *
     * @param timeout 0 to 60 s; after it the answer tells how the deployment stands
     */
    Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at);

    /** An operation by its id. */
    Answer<Optional<Operation>> operation(String tenant, String operationId, At at);

    /** A page of the operations with a correlation id, the newest first. */
    Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at);
}
