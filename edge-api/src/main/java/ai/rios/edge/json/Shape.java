package ai.rios.edge.json;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Refusal.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of a JSON object by name and type and keeps account of everything that is wrong with them, members that
 * nobody asked for included. Only the shape is looked at; values are the decider's affair. Confined to one thread.
 *
 * <p>Members that are absent come as null; {@link #required} says that one must not be. Call {@link #close} when all members
 * have been taken.
 */
public final class Shape {
    private static final int MAX_VIOLATIONS = 100;

    private final ObjectNode object;
    private final String path;
    private final List<Violation> violations;
    private final Set<String> taken = new HashSet<>();

    private Shape(ObjectNode object, String path, List<Violation> violations) {
        this.object = object;
        this.path = path;
        this.violations = violations;
    }

    /**
     * The shape of a value that must be an object.
     *
     * @param path under which its members are reported; empty for the body itself
     * @throws ApiException {@code invalid_request} when it is none
     */
    public static Shape of(JsonNode value, String path) {
        if (value instanceof ObjectNode object) {
            return new Shape(object, path, new ArrayList<>());
        }
        throw new ApiException(ApiError.invalid(path.isEmpty() ? StrictJson.BODY : path, "must be an object"));
    }

    /** Says that a member must be there. */
    public Shape required(String name) {
        if (!object.has(name)) {
            refuse(name, "is required");
        }
        return this;
    }

    /** Whether the member is there, null or not. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Whether the member is there and null; it then counts as taken. */
    public boolean isNull(String name) {
        JsonNode value = object.get(name);
        if (value != null && value.isNull()) {
            taken.add(name);
            return true;
        }
        return false;
    }

    /** A text. */
    public @Nullable String text(String name) {
        JsonNode value = take(name);
        if (value == null || value.isTextual()) {
            return value == null ? null : value.textValue();
        }
        refuse(name, "must be a text");
        return null;
    }

    /** {@code true} or {@code false}. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = take(name);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        refuse(name, "must be true or false");
        return null;
    }

    /** A whole number that fits 32 bits. */
    public @Nullable Integer whole(String name) {
        Long value = wholeWithin(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value == null ? null : value.intValue();
    }

    /** A whole number that fits 53 bits, which is what every JSON reader can carry. */
    public @Nullable Long wholeLong(String name) {
        return wholeWithin(name, -(1L << 53) + 1, (1L << 53) - 1);
    }

    private @Nullable Long wholeWithin(String name, long min, long max) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            refuse(name, "must be a whole number");
            return null;
        }
        BigDecimal number = value.decimalValue();
        // the exponent is looked at first: 1e999999999 must not be written out
        if (number.scale() > 64
                || number.scale() < -64
                || number.stripTrailingZeros().scale() > 0) {
            refuse(name, "must be a whole number");
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            refuse(name, "must be between " + min + " and " + max);
            return null;
        }
        return number.longValue();
    }

    /**
     * An object whose members are all texts; with {@code nullable}, null is allowed as a member too. An empty text stands for
     * one that is refused, so that there are as many as were sent.
     */
    public @Nullable Map<String, @Nullable String> texts(String name, boolean nullable) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            refuse(name, "must be an object of texts");
            return null;
        }
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (member.getValue().isTextual()) {
                texts.put(member.getKey(), member.getValue().textValue());
            } else if (nullable && member.getValue().isNull()) {
                texts.put(member.getKey(), null);
            } else {
                refuse(name + '.' + member.getKey(), nullable ? "must be a text or null" : "must be a text");
                texts.put(member.getKey(), "");
            }
        }
        return texts;
    }

    /** An object, whose faults are counted with this one's. */
    public @Nullable Shape object(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode member) {
            return new Shape(member, pathOf(name), violations);
        }
        refuse(name, "must be an object");
        return null;
    }

    /** A list of any values. */
    public @Nullable List<JsonNode> list(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            refuse(name, "must be a list");
            return null;
        }
        List<JsonNode> items = new ArrayList<>(value.size());
        value.forEach(items::add);
        return items;
    }

    /** A value of any type. */
    public @Nullable JsonNode any(String name) {
        return take(name);
    }

    /** Refuses a member. */
    public void refuse(String name, String reason) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(Printable.of(pathOf(name)), reason));
        }
    }

    /** Says that these members may not be set, as they tell what the system knows; they count as taken. */
    public Shape readOnly(Set<String> names) {
        for (String name : names) {
            if (object.has(name)) {
                taken.add(name);
                refuse(name, "is read-only");
            }
        }
        return this;
    }

    /** Refuses every member that has not been taken; once, however often it is called. */
    public void refuseOthers() {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (taken.add(member.getKey())) {
                refuse(member.getKey(), "is unknown");
            }
        }
    }

    /** Everything that was wrong, in the order in which it was found. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /**
     * Refuses every member that has not been taken, and ends the request if anything was wrong.
     *
     * @throws ApiException {@code invalid_request} with all violations
     */
    public void close() {
        close(List::of);
    }

    /**
     * As {@link #close()}, naming bad values too if anything else was wrong, so that one answer has all that there is to mend.
     * Values alone end nothing here.
     *
     * @param values what is wrong with the values of this object's members, as far as their shape allows to say; asked only
     *     if the request ends. Fields that are named already are not named again
     */
    public void close(Supplier<List<Violation>> values) {
        refuseOthers();
        if (violations.isEmpty()) {
            return;
        }
        Set<String> named = violations.stream().map(Violation::field).collect(Collectors.toSet());
        for (Violation value : values.get()) {
            if (!named.contains(Printable.of(pathOf(value.field())))) {
                refuse(value.field(), value.reason());
            }
        }
        throw new ApiException(ApiError.invalid(violations));
    }

    private @Nullable JsonNode take(String name) {
        taken.add(name);
        return object.get(name);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }
}
