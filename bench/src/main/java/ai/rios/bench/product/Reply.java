package ai.rios.bench.product;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * An answer of the edge. Immutable.
 *
 * @param json the body; missing where there is none
 */
public record Reply(int status, HttpHeaders headers, JsonNode json) {
    /** The first value of a header; empty where it is not there. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The position that it tells; 0 none. */
    public long position() {
        String text = header("X-RiOS-Position");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** The code of an error; empty where it is none. */
    public String code() {
        return json.path("error").path("code").asText("");
    }
}
