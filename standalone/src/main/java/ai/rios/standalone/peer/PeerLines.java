package ai.rios.standalone.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a peer says, one JSON object a line.
 *
 * @param out standard output
 */
public record PeerLines(PrintStream out) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Says that {@code event} happened, with its facts in their order. */
    public void say(String event, Map<String, ?> facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.putAll(facts);
        try {
            out.println(JSON.writeValueAsString(line));
            out.flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers can be written", impossible);
        }
    }

    /** Says why it failed. */
    public void fail(Exception failure) {
        say("error", Map.of("message", String.valueOf(failure.getMessage())));
    }
}
