package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's address. Every one that a route takes may stand once, unless the route says otherwise; others are
 * refused. Immutable.
 */
public final class Query {
    private static final int MAX_PARAMETERS = 64;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads the raw text after the question mark.
     *
     * @throws ApiException {@code invalid_request} when its escapes are wrong
     */
    static Query parse(String raw) {
        if (raw.isEmpty()) {
            return new Query(Map.of());
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        String[] parts = raw.split("&", MAX_PARAMETERS + 1);
        if (parts.length > MAX_PARAMETERS) {
            throw new ApiException(ApiError.invalid("query", "must not have more than 64 parameters"));
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return new Query(values);
    }

    /** Parameters that something else has read, decoded. */
    public static Query of(Map<String, List<String>> values) {
        return new Query(new LinkedHashMap<>(values));
    }

    /**
     * Refuses parameters that the route does not take, and repeated ones.
     *
     * @param known each may stand once
     * @param repeatable each may stand several times
     * @throws ApiException {@code invalid_request} with the parameter's name
     */
    public void requireOnly(Set<String> known, Set<String> repeatable) {
        values.forEach((name, all) -> {
            if (!known.contains(name) && !repeatable.contains(name)) {
                throw new ApiException(ApiError.invalid(Printable.of(name), "is no parameter of this path"));
            }
            if (all.size() > 1 && !repeatable.contains(name)) {
                throw new ApiException(ApiError.invalid(name, "must not stand twice"));
            }
        });
    }

    /** The parameter's value; null when it is absent. */
    public @Nullable String text(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** All values of a parameter. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * A whole number.
     *
     * @param absent what it is when it does not stand there
     * @throws ApiException {@code invalid_request} when it is none, or out of bounds
     */
    public long number(String name, long absent, long min, long max) {
        String text = text(name);
        return text == null ? absent : Numbers.parse(name, text, min, max);
    }

    /**
     * {@code limit}, how many items a page has: 1 to 200, and 50 when absent.
     *
     * @throws ApiException {@code invalid_request} when it is none, or out of bounds
     */
    public int limit() {
        return (int) number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    /** {@code true} or {@code false}; false when absent. */
    public boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new ApiException(ApiError.invalid(name, "must be true or false"));
    }

    /** Names and values, in the order of the address. */
    public Map<String, List<String>> values() {
        return values;
    }

    private static String decode(String text) {
        return PercentText.decode(text, true)
                .orElseThrow(() -> new ApiException(ApiError.invalid("query", "must be percent-encoded UTF-8")));
    }
}
