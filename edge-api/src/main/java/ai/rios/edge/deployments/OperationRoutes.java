package ai.rios.edge.deployments;

import ai.rios.edge.auth.Scopes;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.errors.ErrorBody;
import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.Names;
import ai.rios.edge.http.RequestIds;
import ai.rios.edge.http.Route;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import ai.rios.schemas.query.OperationsQuery.Place;
import ai.rios.schemas.query.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What came of a write, for those who did not wait or did not hear. Thread-safe. */
public final class OperationRoutes {
    private static final String COLLECTION = "/v1/operations";

    private final DeploymentQueries queries;
    private final OperationLookup lookup;
    private final OutcomeAnswers answers;
    private final Pages pages;

    public OperationRoutes(DeploymentQueries queries, OperationLookup lookup, OutcomeAnswers answers, Pages pages) {
        this.queries = queries;
        this.lookup = lookup;
        this.answers = answers;
        this.pages = pages;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.api("GET", COLLECTION, Scopes.DEPLOYMENTS_READ, this::list)
                        .taking("request_id", "limit", "cursor", "count"),
                Route.api("GET", COLLECTION + "/{id}", Scopes.DEPLOYMENTS_READ, this::get));
    }

    private Answer get(Call call) {
        ai.rios.schemas.query.Answer<Operation> found = lookup.find(call.tenant(), call.pathParameter("id"), call.at());
        String position = Long.toString(found.position());
        Operation operation = found.value();
        ObjectNode body = summary(operation);
        if (operation.outcome() != null) {
            body.set("response", response(operation.outcome()));
        }
        return Answer.json(200, body).with(Names.POSITION, position);
    }

    private Answer list(Call call) {
        String requestId = call.query().text("request_id");
        if (requestId == null) {
            throw new ApiException(ApiError.invalid("request_id", "is required"));
        }
        int limit = call.query().limit();
        String listed = COLLECTION + '?' + RequestIds.require("request_id", requestId);
        String after = pages.after(call, listed);
        boolean count = call.query().flag("count");
        List<Operation> operations = new ArrayList<>();
        Long total = null;
        ai.rios.schemas.query.Answer<Page<Operation>> least = null; // the part that has seen least: its place is told
        do { // part by part, for outcomes come with them and may be large
            int part = Math.min(limit - operations.size(), OperationsQuery.MAX_LIMIT);
            Place place = after == null ? null : Place.ofText(after);
            OperationsQuery query = new OperationsQuery(requestId, part, place, count && least == null);
            ai.rios.schemas.query.Answer<Page<Operation>> found =
                    queries.operationsByRequest(call.tenant(), query, call.at());
            operations.addAll(found.value().items());
            after = found.value().resumeAfter();
            total = least == null ? found.value().total() : total;
            least = least == null || found.position() < least.position() ? found : least;
        } while (after != null && operations.size() < limit);
        Page<Operation> page = new Page<>(operations, least.value().watch(), total, after);
        ObjectNode body = pages.body(call, listed, page, least.position(), OperationRoutes::summary);
        return Answer.json(200, body).with(Names.POSITION, Long.toString(least.position()));
    }

    private static ObjectNode summary(Operation operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", operation.id());
        json.put("request_id", operation.requestId());
        json.put("command", operation.command());
        json.put("status", operation.outcome() == null ? "pending" : "done");
        json.put("submitted_at", operation.submittedAt().toString());
        if (operation.outcome() != null) {
            json.put("decided_at", operation.outcome().time().toString());
        }
        return json;
    }

    /** The answer that the write itself got, or would have got. */
    private ObjectNode response(Outcome outcome) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        try {
            Answer answer = answers.answer(outcome);
            fill(response, answer.status(), answer.headers());
            JsonNode body = answer.jsonBody();
            if (body != null) {
                response.set("body", body);
            }
        } catch (ApiException e) {
            if (e.error().code() == ApiCode.PROJECTION_BEHIND) {
                throw e; // about this request, not what the write was answered with
            }
            fill(response, e.error().status(), e.headers());
            response.set("body", ErrorBody.plain(e.error(), outcome.requestId()));
        }
        return response;
    }

    private static void fill(ObjectNode response, int status, Map<String, String> headers) {
        response.put("status", status);
        ObjectNode object = response.putObject("headers");
        headers.forEach(object::put);
    }
}
