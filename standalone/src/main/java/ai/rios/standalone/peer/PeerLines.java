package ai.rios.standalone.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a peer says, one JSON object a line. Thread-safe. */
public final class PeerLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    /** Volatile and under no lock: who ends it must not wait for a line that nobody reads. */
    private volatile boolean ended;

    /** Says it on standard output. */
    public PeerLines(PrintStream out) {
        this.out = out;
    }

    /** Says that {@code event} happened, with its facts in their order. */
    public void say(String event, Map<String, ?> facts) {
        if (ended) {
            return;
        }
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

    /** From now on nothing is said. */
    void end() {
        ended = true;
    }
}
