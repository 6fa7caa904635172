package ai.rios.edge.deployments;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.EntityTags;
import ai.rios.edge.http.Names;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a decided command is answered with: now, when its key is used again, and when somebody asks its operation. Where the
 * outcome has no deployment with it, the history at that revision has. Blocking; thread-safe.
 */
public final class OutcomeAnswers {
    private static final Duration HISTORY_WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final DeploymentQueries queries;

    public OutcomeAnswers(DeploymentQueries queries) {
        this.queries = queries;
    }

    /**
     * The answer to a command.
     *
     * @throws ApiException when it was refused; {@code projection_behind} when it was done and its body cannot be told now
     */
    public Answer answer(Outcome outcome) {
        return switch (outcome.result()) {
            case Done done -> withHeaders(done(outcome, done), outcome);
            case Refused refused -> throw refusal(outcome, refused);
            case Outcome.BatchDone batch -> withHeaders(BatchAnswers.done(this, outcome, batch), outcome);
            case Outcome.NotApplied _ ->
                throw new IllegalStateException("operation " + outcome.operation() + " is no item of a batch");
        };
    }

    /**
     * The answer to a command, or a batch's item, that was done.
     *
     * @throws ApiException {@code projection_behind} when no view can tell the body now, {@code not_found} when none will
     */
    public Answer done(Outcome outcome, Done done) {
        Answer head = headersOnly(outcome, done);
        boolean hasNoBody = done.effect() == Effect.DELETED;
        boolean nowhereWritten = outcome.dryRun() && done.deployment() == null;
        if (hasNoBody || nowhereWritten) {
            return head;
        }
        JsonNode body = DeploymentJson.of(deployment(outcome, done));
        if (outcome.command().equals("report_status")) {
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.put("applied", done.effect() != Effect.UNCHANGED);
            report.set("deployment", body);
            body = report;
        }
        return new Answer(head.status(), new Answer.Json(body), head.headers());
    }

    /** The answer to what was done without its body, for which nothing needs to be looked up. */
    static Answer headersOnly(Outcome outcome, Done done) {
        Answer answer = switch (done.effect()) {
            case CREATED -> Answer.empty(201).with("Location", location(done));
            case READ, CHANGED, UNCHANGED -> Answer.empty(200);
            case DELETING -> Answer.empty(202);
            case DELETED -> Answer.empty(204);
        };
        boolean untagged = outcome.dryRun() || done.effect() == Effect.DELETED;
        return untagged ? answer : answer.with("ETag", EntityTags.of(done.revision()));
    }

    /** The refusal of a command as its client is told. */
    public static ApiException refusal(Outcome outcome, Refused refused) {
        ApiError error = ApiError.of(refused.refusal());
        if (!refused.items().isEmpty()) {
            error = error.with("failures", BatchAnswers.failures(refused.items(), outcome.requestId()));
        }
        ApiException refusal = new ApiException(error)
                .with(Names.OPERATION, operation(outcome))
                .with(Names.POSITION, Long.toString(outcome.sequence()));
        return outcome.replayOf() == null ? refusal : refusal.with(Names.IDEMPOTENCY_REPLAYED, "true");
    }

    /** The headers that every answer to a decided command has. */
    public static Answer withHeaders(Answer answer, Outcome outcome) {
        return answer.with(Names.OPERATION, operation(outcome))
                .with(Names.POSITION, Long.toString(outcome.sequence()))
                .with(Names.IDEMPOTENCY_REPLAYED, outcome.replayOf() == null ? null : "true");
    }

    /** The operation to name: a repeat is told the first's. */
    private static String operation(Outcome outcome) {
        return outcome.replayOf() == null ? outcome.operation() : outcome.replayOf();
    }

    private Deployment deployment(Outcome outcome, Done done) {
        if (done.deployment() != null) {
            return done.deployment();
        }
        return revision(outcome, done)
                .orElseThrow(() -> new ApiException(ApiError.of(
                                ApiCode.NOT_FOUND, "it was done, but the history of the deployment is no longer kept")
                        .with("operation", operation(outcome))));
    }

    private Optional<Deployment> revision(Outcome outcome, Done done) {
        At at = new At(outcome.sequence(), HISTORY_WAIT);
        try {
            return queries.findRevision(outcome.tenant(), done.deploymentId(), done.revision(), at)
                    .value();
        } catch (ProjectionBehindException | QueryUnavailableException e) {
            throw notTold(outcome, e);
        }
    }

    /** It was done, but no view can tell the body now: the same key, or the operation, may be asked again. */
    private static ApiException notTold(Outcome outcome, RuntimeException cause) {
        ApiError error = ApiError.of(
                        ApiCode.PROJECTION_BEHIND, "it was done, but no view can tell its body now; ask again")
                .with("operation", operation(outcome))
                .after(RETRY_AFTER);
        Map<String, String> headers =
                Map.of(Names.OPERATION, operation(outcome), Names.POSITION, Long.toString(outcome.sequence()));
        ApiException failure = new ApiException(error, headers, cause);
        return outcome.replayOf() == null ? failure : failure.with(Names.IDEMPOTENCY_REPLAYED, "true");
    }

    private static String location(Done done) {
        return "/v1/deployments/" + done.deploymentId();
    }
}
