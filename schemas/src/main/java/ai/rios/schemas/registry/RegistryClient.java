package ai.rios.schemas.registry;

import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.codec.UnknownSchemaException;
import ai.rios.schemas.registry.RegistryTransport.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Confluent Schema Registry interface, as far as this system needs it; Apicurio's {@code /apis/ccompat/v7} speaks
 * it too. Keeps nothing: {@link RegistrySchemaIds} caches. Blocking; thread-safe.
 *
 * <p>Every call throws {@link SchemasUnavailableException} when no address of the registry answers within the configured rounds,
 * and {@link RegistryException} when one answers what it should not, such as 401, or a 404 that is not the registry's own.
 */
public final class RegistryClient implements AutoCloseable {
    /** The level of every subject: any version reads what any other wrote. */
    public static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";

    private final RegistryTransport transport;

    public RegistryClient(RegistryConfig config) {
        this.transport = new RegistryTransport(config);
    }

    /**
     * Registers a schema as a new version of its subject, or finds it there.
     *
     * @return its id
     * @throws SchemaRefusedException when it is not compatible with the versions that are there, or not valid
     */
    public int register(String subject, Schema schema) {
        Answer answer = transport.call("POST", path(subject) + "/versions", schemaBody(schema));
        return switch (answer.status()) {
            case 200 -> idIn(answer);
            case 409, 422 -> throw new SchemaRefusedException(subject, levelForMessage(subject), message(answer));
            default -> throw unexpected("register a schema for " + subject, answer);
        };
    }

    /** Id of a schema under its subject; empty when it is not registered there. */
    public OptionalInt find(String subject, Schema schema) {
        Answer answer = transport.call("POST", path(subject), schemaBody(schema));
        return switch (answer.status()) {
            case 200 -> OptionalInt.of(idIn(answer));
            case 404 -> OptionalInt.empty();
            default -> throw unexpected("look a schema up under " + subject, answer);
        };
    }

    /**
     * The schema with that id.
     *
     * @throws UnknownSchemaException when there is none
     */
    public Schema schema(int id) {
        Answer answer = transport.call("GET", "/schemas/ids/" + id, null);
        return switch (answer.status()) {
            case 200 -> schemaIn(id, answer);
            case 404 -> throw new UnknownSchemaException("the registry has no schema with id " + id);
            default -> throw unexpected("read schema " + id, answer);
        };
    }

    /** Whether it has any subject at all. */
    boolean hasSubjects() {
        Answer answer = transport.call("GET", "/subjects", null);
        if (answer.status() != 200) {
            throw unexpected("list the subjects", answer);
        }
        return !answer.body().isEmpty();
    }

    /**
     * Sets a subject's compatibility level.
     *
     * @return false when the registry cannot yet, because it has no such subject (Apicurio; Confluent's can at any time)
     */
    public boolean setCompatibility(String subject, String level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level);
        Answer answer = transport.call("PUT", "/config/" + encode(subject), body);
        return switch (answer.status()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw unexpected("set the compatibility level of " + subject, answer);
        };
    }

    /** A subject's own compatibility level; empty when it has none. */
    public Optional<String> compatibility(String subject) {
        Answer answer = transport.call("GET", "/config/" + encode(subject), null);
        return switch (answer.status()) {
            case 200 -> level(answer);
            case 404 -> Optional.empty();
            default -> throw unexpected("read the compatibility level of " + subject, answer);
        };
    }

    /**
     * What stands against registering a schema, in the registry's own words; empty when nothing does. A subject that does not exist
     * takes any valid schema.
     */
    public List<String> incompatibilities(String subject, Schema schema) {
        Answer answer = transport.call(
                "POST",
                "/compatibility/subjects/" + encode(subject) + "/versions/latest?verbose=true",
                schemaBody(schema));
        return switch (answer.status()) {
            case 200 -> verdict(answer);
            case 404 -> List.of();
            case 422 -> List.of(message(answer));
            default -> throw unexpected("check a schema against " + subject, answer);
        };
    }

    @Override
    public void close() {
        transport.close();
    }

    private static List<String> verdict(Answer answer) {
        if (answer.body().path("is_compatible").asBoolean(false)) {
            return List.of();
        }
        List<String> messages = new ArrayList<>();
        answer.body().path("messages").forEach(message -> messages.add(message.asText()));
        return messages.isEmpty() ? List.of("not compatible; the registry gives no reason") : List.copyOf(messages);
    }

    private static Optional<String> level(Answer answer) {
        String level = answer.body().path("compatibilityLevel").asText("");
        return level.isEmpty() || level.equals("NONE") ? Optional.empty() : Optional.of(level);
    }

    private String levelForMessage(String subject) {
        try {
            return compatibility(subject).orElse("NONE");
        } catch (SchemasUnavailableException | RegistryException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private static int idIn(Answer answer) {
        JsonNode id = answer.body().path("id");
        if (!id.canConvertToInt() || !id.isIntegralNumber()) {
            throw new RegistryException("the registry answered without an id: " + answer.body());
        }
        return id.intValue();
    }

    private static Schema schemaIn(int id, Answer answer) {
        JsonNode text = answer.body().path("schema");
        String type = answer.body().path("schemaType").asText("AVRO");
        if (!text.isTextual()) {
            throw new RegistryException("the registry answered without a schema: " + answer.body());
        }
        if (!type.equals("AVRO")) {
            throw new UnknownSchemaException("schema " + id + " is no Avro schema but " + type);
        }
        try {
            return new Schema.Parser().parse(text.asText());
        } catch (SchemaParseException e) {
            throw new UnknownSchemaException("schema " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode schemaBody(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schemaType", "AVRO")
                .put("schema", PublishedSchema.textOf(schema));
    }

    private static RegistryException unexpected(String what, Answer answer) {
        return new RegistryException(
                "cannot " + what + ": the registry answered " + answer.statusWithHint() + ": " + message(answer));
    }

    private static String message(Answer answer) {
        @Nullable JsonNode message = answer.body().get("message");
        return message == null ? answer.body().toString() : message.asText();
    }

    private static String path(String subject) {
        return "/subjects/" + encode(subject);
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
