package ai.rios.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers. Immutable.
 *
 * @param status HTTP status
 * @param body nothing, JSON, or bytes of another type
 * @param headers names and values; the front door adds those that every answer has
 */
public record Answer(int status, Body body, Map<String, String> headers) {
    /** What an answer carries. */
    public sealed interface Body {}

    /** Nothing. */
    public record Empty() implements Body {}

    /** JSON; it goes into an envelope when the client asked for one. */
    public record Json(JsonNode value) implements Body {}

    /** Text as it is. Its bytes are made once, and once under each coding, however many are given the same answer. */
    public static final class Text implements Body {
        private final String contentType;
        private final Content content;

        private Text(String contentType, String text) {
            this.contentType = contentType;
            this.content = new Content(text.getBytes(StandardCharsets.UTF_8));
        }

        String contentType() {
            return contentType;
        }

        Content content() {
            return content;
        }
    }

    public Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer with JSON. */
    public static Answer json(int status, JsonNode body) {
        return new Answer(status, new Json(body), Map.of());
    }

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, new Empty(), Map.of());
    }

    /** An answer with text of another type. */
    public static Answer text(int status, String contentType, String text) {
        return new Answer(status, new Text(contentType, text), Map.of());
    }

    /** This answer with one more header; a null value adds none. */
    public Answer with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, more);
    }

    /** The JSON body; null when there is none. */
    public @Nullable JsonNode jsonBody() {
        return body instanceof Json(JsonNode value) ? value : null;
    }
}
