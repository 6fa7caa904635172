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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a write, for those who did not wait or did not hear. Thread-safe. */
public final class OperationRoutes {
    private static final String COLLECTION = "/v1/operations";

    private final DeploymentQueries queries;
    private final OperationLookup lookup;
    private final OutcomeAnswers answers;
    private final ListCursors cursors;

    public OperationRoutes(
            DeploymentQueries queries, OperationLookup lookup, OutcomeAnswers answers, ListCursors cursors) {
        this.queries = queries;
        this.lookup = lookup;
        this.answers = answers;
        this.cursors = cursors;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.api("GET", COLLECTION, Scopes.DEPLOYMENTS_READ, this::list)
                        .taking("request_id", "limit", "cursor"),
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
        Place after = place(cursors.decode(call.tenant(), listed, call.query().text("cursor")));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        long position = Long.MAX_VALUE;
        boolean more = true;
        while (more && items.size() < limit) { // part by part, for outcomes come with them and may be large
            int part = Math.min(limit - items.size(), OperationsQuery.MAX_LIMIT);
            ai.rios.schemas.query.Answer<List<Operation>> found =
                    queries.operationsByRequest(call.tenant(), new OperationsQuery(requestId, part, after), call.at());
            found.value().forEach(operation -> items.add(summary(operation)));
            position = Math.min(position, found.position());
            more = found.value().size() == part;
            after = found.value().isEmpty() ? after : Place.of(found.value().getLast());
        }
        body.put("nextCursor", more && after != null ? cursors.encode(call.tenant(), listed, text(after)) : null);
        body.put("position", position);
        return Answer.json(200, body).with(Names.POSITION, Long.toString(position));
    }

    private static String text(Place place) {
        return place.submittedAtMs() + "." + place.id();
    }

    private static @Nullable Place place(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int dot = text.indexOf('.');
        return new Place(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1));
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
