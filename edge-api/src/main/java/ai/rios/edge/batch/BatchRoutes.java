package ai.rios.edge.batch;

import ai.rios.edge.auth.Scopes;
import ai.rios.edge.deployments.BatchAnswers;
import ai.rios.edge.deployments.DeploymentJson;
import ai.rios.edge.deployments.OutcomeAnswers;
import ai.rios.edge.deployments.Writes;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.EntityTags;
import ai.rios.edge.http.Names;
import ai.rios.edge.http.Route;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.Request.BatchItem;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.DeploymentQueries;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Many operations in one request. With a write among them the batch is one command and one operation; with none it is so many
 * reads of the views. Thread-safe.
 */
public final class BatchRoutes {
    private final Writes writes;
    private final OutcomeAnswers answers;
    private final DeploymentQueries queries;

    public BatchRoutes(Writes writes, OutcomeAnswers answers, DeploymentQueries queries) {
        this.writes = writes;
        this.answers = answers;
        this.queries = queries;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.api("POST", "/v1/batch", null, this::batch));
    }

    private Answer batch(Call call) {
        if (!call.principal().may(Scopes.DEPLOYMENTS_READ)) {
            // Whoever may neither read nor write hears so before anything is parsed.
            require(call, Scopes.DEPLOYMENTS_WRITE);
        }
        JsonNode payload = call.payload();
        BatchReader.Batch batch = BatchReader.read(payload, call.header(Names.IDEMPOTENCY_KEY) != null);
        if (batch.reads()) {
            require(call, Scopes.DEPLOYMENTS_READ);
        }
        if (!batch.writes()) {
            if (batch.atomic()) {
                throw aborted(call, batch);
            }
            return read(call, batch);
        }
        require(call, Scopes.DEPLOYMENTS_WRITE);
        Request request = new Request.Batch(batch.atomic(), batch.items());
        return writes.submit(call, request, payload, batch.dryRun(), answers::answer);
    }

    private Answer read(Call call, BatchReader.Batch batch) {
        BatchAnswers entries = new BatchAnswers(call.requestId());
        At at = call.at();
        long position = Long.MAX_VALUE;
        for (BatchItem item : batch.items()) {
            switch (item.operation()) {
                case Request.Get(String id) -> {
                    ai.rios.schemas.query.Answer<Optional<Deployment>> found = queries.find(call.tenant(), id, at);
                    position = Math.min(position, found.position());
                    found.value()
                            .ifPresentOrElse(
                                    deployment -> entries.add(item.itemId(), resource(deployment), false),
                                    () -> entries.add(item.itemId(), notFound(), false));
                }
                case Request.Malformed malformed -> entries.add(item.itemId(), ApiError.of(malformed.refusal()), false);
                case Request.Create _, Request.Update _, Request.Patch _, Request.Delete _ ->
                    throw new IllegalStateException("a write among reads");
            }
        }
        return entries.answer().with(Names.POSITION, position == Long.MAX_VALUE ? null : Long.toString(position));
    }

    /** An atomic batch of reads, refused as the decider refuses the reads of one that writes too. */
    private static ApiException aborted(Call call, BatchReader.Batch batch) {
        List<Outcome.Item> failed = batch.items().stream()
                .map(item -> new Outcome.Item(
                        item.itemId(),
                        false,
                        new Outcome.Refused(
                                item.operation() instanceof Request.Malformed(Refusal refusal)
                                        ? refusal
                                        : Refusal.getInAtomicBatch(),
                                null,
                                List.of())))
                .toList();
        return new ApiException(ApiError.of(Refusal.batchAborted(failed.size(), failed.size()))
                .with("failures", BatchAnswers.failures(failed, call.requestId())));
    }

    private static Answer resource(Deployment deployment) {
        return Answer.json(200, DeploymentJson.of(deployment)).with("ETag", EntityTags.of(deployment.revision()));
    }

    private static ApiError notFound() {
        return ApiError.of(ApiCode.NOT_FOUND, "there is no such deployment");
    }

    private static void require(Call call, String scope) {
        if (!call.principal().may(scope)) {
            throw new ApiException(ApiError.of(ApiCode.FORBIDDEN, "the token lacks the scope " + scope)
                    .with("scope", scope));
        }
    }
}
