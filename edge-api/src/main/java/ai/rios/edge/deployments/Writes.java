package ai.rios.edge.deployments;

import ai.rios.edge.commands.Commands;
import ai.rios.edge.commands.Submission;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.Names;
import ai.rios.schemas.deployment.DeploymentCommand.Idempotency;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The common way of every write: a command goes into the log, and its outcome becomes the answer. Thread-safe. */
public final class Writes {
    private final Commands commands;

    public Writes(Commands commands) {
        this.commands = commands;
    }

    /**
     * Gives a command and answers with what it came to.
     *
     * @param payload of the request, for its fingerprint; null when there is none
     * @param dryRun decide and write nothing
     * @param decided makes the answer of an outcome
     * @throws ApiException {@code timeout} when no outcome came in time, or whatever {@code decided} throws
     */
    public Answer submit(
            Call call, Request request, @Nullable JsonNode payload, boolean dryRun, Function<Outcome, Answer> decided) {
        Idempotency idempotency = IdempotencyKeys.of(call, payload);
        Submission submission = commands.submit(new Commands.Order(
                call.principal(),
                call.requestId(),
                call.traceparent(),
                request,
                idempotency,
                dryRun,
                call.waitPolicy(),
                call.spent()));
        return switch (submission) {
            case Submission.Decided(Outcome outcome) -> decided.apply(outcome);
            case Submission.UnderWay(String operation) -> underWay(call, request, operation);
            case Submission.Unknown(String operation) -> throw timeout(operation);
        };
    }

    private static Answer underWay(Call call, Request request, String operation) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", operation);
        body.put("request_id", call.requestId());
        body.put("command", request.type());
        body.put("status", "pending");
        return Answer.json(202, body)
                .with("Location", "/v1/operations/" + operation)
                .with("Preference-Applied", "respond-async")
                .with(Names.OPERATION, operation);
    }

    private static ApiException timeout(String operation) {
        ApiError error = ApiError.of(
                        ApiCode.TIMEOUT, "no outcome came in time; ask the operation, or repeat under the same key")
                .with("operation", operation);
        return new ApiException(error, Map.of(Names.OPERATION, operation), null);
    }
}
