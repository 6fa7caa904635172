package ai.rios.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documented error object, {@code {"error":{"code","message","details","requestId","retryable"}}}, written by hand
 * so that this package needs no JSON library. Thread-safe.
 */
final class ErrorBody {
    private ErrorBody() {}

    static byte[] json(HandshakeDecision.Refused refused, String requestId) {
        StringBuilder json = new StringBuilder("{\"error\":{\"code\":");
        string(json, refused.code());
        json.append(",\"message\":");
        string(json, refused.message());
        json.append(",\"details\":{");
        String comma = "";
        for (Map.Entry<String, String> detail : new TreeMap<>(refused.details()).entrySet()) {
            json.append(comma);
            string(json, detail.getKey());
            json.append(':');
            string(json, detail.getValue());
            comma = ",";
        }
        json.append("},\"requestId\":");
        string(json, requestId);
        json.append(",\"retryable\":").append(refused.retryable()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
