package ai.rios.edge.errors;

import ai.rios.edge.errors.ApiCode.Retry;
import ai.rios.schemas.deployment.Refusal.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The JSON of an error: the documented object, or RFC 9457's for those who ask for it. */
public final class ErrorBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ErrorBody() {}

    /** {@code {"error": {…}}}. */
    public static ObjectNode plain(ApiError error, String requestId) {
        ObjectNode body = JSON.objectNode();
        body.set("error", object(error, requestId));
        return body;
    }

    /** The object that stands under {@code error}. */
    public static ObjectNode object(ApiError error, String requestId) {
        ObjectNode object = JSON.objectNode();
        object.put("code", error.code().wire());
        object.put("message", error.message());
        object.set("details", details(error));
        object.put("requestId", requestId);
        addRetry(object, error);
        return object;
    }

    /** {@code application/problem+json} of RFC 9457; code, details and the rest are its extension members. */
    public static ObjectNode problem(ApiError error, String requestId) {
        ObjectNode object = JSON.objectNode();
        object.put("type", "/docs/errors#" + error.code().wire());
        object.put("title", error.code().wire().replace('_', ' '));
        object.put("status", error.status());
        object.put("detail", error.message());
        object.put("code", error.code().wire());
        object.set("details", details(error));
        object.put("requestId", requestId);
        addRetry(object, error);
        return object;
    }

    private static void addRetry(ObjectNode object, ApiError error) {
        object.put("retryable", error.code().retry() != Retry.NEVER);
        if (error.retryAfter() != null) {
            object.put("retryAfterMs", error.retryAfter().toMillis());
        }
    }

    private static ObjectNode details(ApiError error) {
        ObjectNode details = JSON.objectNode();
        if (!error.violations().isEmpty()) {
            Violation first = error.violations().getFirst();
            details.put("field", first.field());
            details.put("reason", first.reason());
            ArrayNode all = details.putArray("violations");
            for (Violation violation : error.violations()) {
                all.addObject().put("field", violation.field()).put("reason", violation.reason());
            }
        }
        error.details().forEach((name, value) -> set(details, name, value));
        return details;
    }

    private static void set(ObjectNode into, String name, Object value) {
        switch (value) {
            case JsonNode node -> into.set(name, node);
            case Long number -> into.put(name, number);
            case Integer number -> into.put(name, number);
            case Boolean flag -> into.put(name, flag);
            case List<?> list -> {
                ArrayNode array = into.putArray(name);
                list.forEach(item -> array.add(String.valueOf(item)));
            }
            case Map<?, ?> map -> {
                ObjectNode object = into.putObject(name);
                map.forEach((key, member) -> set(object, String.valueOf(key), member));
            }
            default -> into.put(name, String.valueOf(value));
        }
    }
}
