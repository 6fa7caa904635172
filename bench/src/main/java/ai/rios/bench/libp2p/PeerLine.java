package ai.rios.bench.libp2p;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One line that a peer said. Immutable.
 *
 * @param json an object with the text {@code event}
 */
record PeerLine(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * From its text.
     *
     * @throws BenchException when it is no event, or the event that something failed
     */
    static PeerLine parse(String text) {
        PeerLine line = new PeerLine(read(text));
        if (line.text("event").equals("error")) {
            throw new BenchException("A peer failed: " + line.text("message"));
        }
        return line;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BenchException("A peer said what is no JSON: " + text, e);
        }
    }

    String text(String name) {
        return value(name).asText();
    }

    double number(String name) {
        JsonNode value = value(name);
        if (!value.isNumber()) {
            throw new BenchException(name + " is no number in what a peer said: " + json);
        }
        return value.asDouble();
    }

    /** The first of the addresses where a peer listens. */
    String address() {
        return value("addrs").path(0).asText();
    }

    private JsonNode value(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            throw new BenchException("No " + name + " in what a peer said: " + json);
        }
        return value;
    }
}
