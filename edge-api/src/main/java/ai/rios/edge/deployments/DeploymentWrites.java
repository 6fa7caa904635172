package ai.rios.edge.deployments;

import ai.rios.edge.auth.Scopes;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.EntityTags;
import ai.rios.edge.http.Route;
import ai.rios.edge.json.Shape;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.ReportRules;
import ai.rios.schemas.deployment.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/** Creating, changing, deleting deployments, and reporting how they are. Thread-safe. */
public final class DeploymentWrites {
    private static final String COLLECTION = "/v1/deployments";
    private static final String ITEM = COLLECTION + "/{id}";

    private final Writes writes;
    private final OutcomeAnswers answers;

    public DeploymentWrites(Writes writes, OutcomeAnswers answers) {
        this.writes = writes;
        this.answers = answers;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.api("POST", COLLECTION, Scopes.DEPLOYMENTS_WRITE, this::create),
                Route.api("PUT", ITEM, Scopes.DEPLOYMENTS_WRITE, this::update),
                Route.api("PATCH", ITEM, Scopes.DEPLOYMENTS_WRITE, this::patch),
                Route.api("DELETE", ITEM, Scopes.DEPLOYMENTS_WRITE, this::delete),
                Route.api("POST", ITEM + "/status", Scopes.DEPLOYMENTS_STATUS, this::report));
    }

    private Answer create(Call call) {
        boolean onlyIfAbsent = onlyIfAbsent(call);
        JsonNode payload = call.payload();
        return submit(call, new Request.Create(SpecReader.spec(payload, ""), onlyIfAbsent), payload);
    }

    private Answer update(Call call) {
        Precondition precondition = EntityTags.ifMatch(call.headers("If-Match"), true);
        JsonNode payload = call.payload();
        return submit(call, new Request.Update(id(call), precondition, SpecReader.spec(payload, "")), payload);
    }

    private Answer patch(Call call) {
        Precondition precondition = EntityTags.ifMatch(call.headers("If-Match"), false);
        JsonNode payload = call.payload();
        return submit(call, new Request.Patch(id(call), precondition, SpecReader.changes(payload, "")), payload);
    }

    private Answer delete(Call call) {
        Precondition precondition = EntityTags.ifMatch(call.headers("If-Match"), true);
        return writes.submit(call, new Request.Delete(id(call), precondition), null, false, answers::answer);
    }

    private Answer report(Call call) {
        JsonNode payload = call.payload();
        Shape shape = Shape.of(payload, "");
        String status = shape.required("status").text("status");
        Long observed = shape.wholeLong("observed_generation");
        String reason = shape.isNull("reason") ? null : shape.text("reason");
        shape.close(() -> ReportRules.violations(status, observed, reason, null));
        Request report = new Request.ReportStatus(id(call), Objects.requireNonNull(status), observed, reason);
        return submit(call, report, payload);
    }

    private Answer submit(Call call, Request request, JsonNode payload) {
        return writes.submit(call, request, payload, false, answers::answer);
    }

    private static String id(Call call) {
        return call.pathParameter("id");
    }

    private static boolean onlyIfAbsent(Call call) {
        String value = call.header("If-None-Match");
        if (value != null && !value.strip().equals("*")) {
            throw new ApiException(ApiError.invalid("If-None-Match", "must be * where something is created"));
        }
        return value != null;
    }
}
