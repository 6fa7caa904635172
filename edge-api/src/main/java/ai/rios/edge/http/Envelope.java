package ai.rios.edge.http;

import ai.rios.edge.json.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What wraps a payload for clients that want it so: a request with {@code requestId} and {@code data} is an envelope, and is
 * answered by one. Immutable.
 *
 * @param requestId the client's correlation id
 * @param data the payload
 * @param version the interface's version that the client names; null when it names none
 * @param client what the client calls itself; null when it does not say
 */
record Envelope(
        String requestId,
        JsonNode data,
        @Nullable String version,
        @Nullable String client) {
    private static final String REQUEST_ID = "requestId";
    private static final String DATA = "data";

    /** Characters of a client's name, at most: it is a label of metrics. */
    private static final int MAX_CLIENT = 64;

    /** RFC 3339, section 5.6, whose offsets go further than those of {@code java.time}; the date is checked on its own. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d{1,32})?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)");

    /** Whether a body is an envelope. */
    static boolean isEnvelope(JsonNode body) {
        return body.has(REQUEST_ID) && body.has(DATA);
    }

    /**
     * Reads an envelope.
     *
     * @throws ai.rios.edge.errors.ApiException {@code invalid_request} with every fault of the envelope itself
     */
    static Envelope read(JsonNode body) {
        Shape shape = Shape.of(body, "");
        String requestId = shape.text(REQUEST_ID);
        if (requestId != null && !RequestIds.isId(requestId)) {
            shape.refuse(REQUEST_ID, "must be 1 to 128 of A-Z a-z 0-9 . _ : -");
        }
        String timestamp = shape.text("timestamp");
        if (timestamp != null && !isTime(timestamp)) {
            shape.refuse("timestamp", "must be a time as RFC 3339 has it");
        }
        Shape metadata = shape.object("metadata");
        String version = null;
        String client = null;
        if (metadata != null) {
            version = metadata.text("version");
            client = metadata.text("client");
            if (client != null && client.length() > MAX_CLIENT) {
                metadata.refuse("client", "must be at most " + MAX_CLIENT + " characters");
            }
            metadata.refuseOthers();
        }
        JsonNode data = shape.any(DATA);
        shape.close();
        if (requestId == null || data == null) {
            throw new IllegalStateException("an envelope was read that is none");
        }
        return new Envelope(requestId, data, version, client);
    }

    /** The envelope of an answer. */
    static ObjectNode success(String requestId, Instant now, JsonNode data) {
        ObjectNode envelope = start(requestId, now, "success");
        envelope.set(DATA, data);
        return envelope;
    }

    /** The envelope of an error. */
    static ObjectNode error(String requestId, Instant now, ObjectNode error) {
        ObjectNode envelope = start(requestId, now, "error");
        envelope.set("error", error);
        return envelope;
    }

    private static ObjectNode start(String requestId, Instant now, String status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(REQUEST_ID, requestId)
                .put("timestamp", now.toString())
                .put("status", status);
    }

    private static boolean isTime(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return false;
        }
        try {
            LocalDateTime.parse(time.group(1).toUpperCase(Locale.ROOT));
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
