package ai.rios.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.avro.Schema;

/** Schemas as strangers see them: what only our generated Java classes need is left out. */
public final class PublishedSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private PublishedSchema() {}

    /** The text that is registered: one self-contained JSON document without Java's hints, on one line. */
    public static String textOf(Schema schema) {
        try {
            return JSON.writeValueAsString(withoutHints(JSON.readTree(schema.toString())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema prints itself as JSON", e);
        }
    }

    private static JsonNode withoutHints(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> withoutHints(object);
            case ArrayNode array -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> kept.add(withoutHints(item)));
                yield kept;
            }
            default -> node;
        };
    }

    private static JsonNode withoutHints(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getKey().equals(JAVA_STRING)) {
                kept.set(member.getKey(), withoutHints(member.getValue()));
            }
        }
        // {"type": "string"} with nothing else left is written as plain "string".
        boolean onlyType = kept.size() == 1 && kept.has("type") && object.size() > 1;
        return onlyType ? kept.get("type") : kept;
    }
}
