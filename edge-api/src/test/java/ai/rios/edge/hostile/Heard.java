package ai.rios.edge.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * What came back of an attack. Immutable.
 *
 * @param answer in one line: the status, code and first fault of each answer, in their order, and what became of the connection, such
 *     as {@code 400 invalid_request (replicas: must be a whole number), open}
 * @param text everything that was heard, for the search for what should not be in it
 */
record Heard(String answer, String text) {
    private static final String NOT_JSON = "is not JSON";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of answers over HTTP/1.1.
     *
     * @param end {@code open} or {@code closed}
     */
    static Heard of(List<String> answers, String end) {
        List<String> parts = new ArrayList<>(answers.stream().map(Heard::line).toList());
        parts.add(end);
        return new Heard(String.join(", ", parts), String.join("\n", answers));
    }

    /** Status, code and first fault of one answer. */
    private static String line(String answer) {
        String status = answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "no HTTP: " + answer;
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        String replayed = answer.contains("\r\nIdempotency-Replayed: true\r\n") ? " replayed" : "";
        return status + (body.startsWith("{") ? fault(body) : "") + replayed;
    }

    /** Code and first fault that the body of an error tells, with a space before them; empty for other bodies. */
    static String fault(String body) {
        JsonNode whole = json(body);
        JsonNode error = whole.path("error");
        JsonNode object = error.isObject() ? error : whole;
        if (!object.has("code")) {
            return results(whole);
        }
        if ((!object.has("message") && !object.has("detail"))
                || !object.path("details").isObject()
                || object.path("requestId").asText().isEmpty()
                || !object.path("retryable").isBoolean()) {
            throw new AssertionError("an error in another shape than that of all: " + body);
        }
        JsonNode details = object.path("details");
        String field = details.path("field").asText();
        String reason = details.path("reason").asText();
        if (reason.startsWith(NOT_JSON)) {
            reason = NOT_JSON; // without the place
        }
        String code = ' ' + object.path("code").asText();
        return field.isEmpty() ? code : code + " (" + field + ": " + reason + ')';
    }

    /** The items of a batch that were refused. */
    private static String results(JsonNode body) {
        StringBuilder refused = new StringBuilder();
        for (JsonNode result : body.path("results")) {
            JsonNode part = result.path("body");
            refused.append(" [")
                    .append(result.path("status").asInt())
                    .append(part.isObject() ? fault(part.toString()) : "")
                    .append(']');
        }
        return refused.toString();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
