package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests as clients of version 1 send them, with the answers they count on. A later version may add members to an answer, but
 * what is recorded here must go on to work; an entry is never changed, only added.
 */
class RecordedRequestsTest {
    @TempDir
    Path folder;

    @Test
    void requestsOfVersionOneAreAnsweredAsTheyWere() throws IOException {
        JsonNode recorded;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("recorded-v1.json"))) {
            recorded = EdgeFixture.JSON.readTree(in);
        }
        Map<String, String> kept = new HashMap<>();
        try (EdgeFixture edge = EdgeFixture.start(folder)) {
            for (JsonNode entry : recorded) {
                Reply reply = send(edge, entry, kept);
                String name = entry.path("name").asText();
                assertThat(reply.status())
                        .as(name + ": " + reply.text())
                        .isEqualTo(entry.path("status").asInt());
                requireWithin(entry.path("answer"), reply.json(), name);
                entry.path("keep")
                        .properties()
                        .forEach(keep -> kept.put(
                                keep.getKey(),
                                reply.json().path(keep.getValue().asText()).asText()));
            }
        }
    }

    private static Reply send(EdgeFixture edge, JsonNode entry, Map<String, String> kept) {
        String path = filled(entry.path("path").asText(), kept);
        String method = entry.path("method").asText();
        String[] headers = entry.path("headers").properties().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue().asText()))
                .toArray(String[]::new);
        return switch (method) {
            case "GET" -> edge.get(path, headers);
            case "DELETE" -> edge.delete(path, headers);
            default -> edge.send(method, path, filled(entry.path("body").toString(), kept), headers);
        };
    }

    private static String filled(String text, Map<String, String> kept) {
        String filled = text;
        for (Map.Entry<String, String> value : kept.entrySet()) {
            filled = filled.replace('{' + value.getKey() + '}', value.getValue());
        }
        return filled;
    }

    /** Everything recorded is there; a star stands for any value that is not null. */
    private static void requireWithin(JsonNode recorded, JsonNode answer, String at) {
        if (recorded.isObject()) {
            recorded.properties().forEach(member -> {
                assertThat(answer.has(member.getKey()))
                        .as(at + "." + member.getKey())
                        .isTrue();
                requireWithin(member.getValue(), answer.path(member.getKey()), at + "." + member.getKey());
            });
        } else if (recorded.isArray()) {
            assertThat(answer.size()).as(at).isEqualTo(recorded.size());
            for (int i = 0; i < recorded.size(); i++) {
                requireWithin(recorded.path(i), answer.path(i), at + "[" + i + "]");
            }
        } else if (recorded.asText().equals("*") && recorded.isTextual()) {
            assertThat(answer.isNull() || answer.isMissingNode()).as(at).isFalse();
        } else {
            assertThat(answer).as(at).isEqualTo(recorded);
        }
    }
}
