package ai.rios.schemas.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The nullable parts of a record of which exactly one must be set, by the names of their fields. A small builder, confined to
 * its caller.
 */
final class Parts {
    private final String record;
    private final Map<String, @Nullable Object> parts = new LinkedHashMap<>();

    Parts(String record) {
        this.record = record;
    }

    Parts add(String field, @Nullable Object value) {
        parts.put(field, value);
        return this;
    }

    /** Name of the one part that is set; empty when none is. */
    Optional<String> only() {
        String set = null;
        for (Map.Entry<String, @Nullable Object> part : parts.entrySet()) {
            if (part.getValue() == null) {
                continue;
            }
            if (set != null) {
                throw new MalformedMessageException(
                        record + " has two parts set, " + set + " and " + part.getKey() + ", where one is allowed");
            }
            set = part.getKey();
        }
        return Optional.ofNullable(set);
    }

    /** Checks that the one part that is set is the one that {@code type} names. */
    void mustBe(String type) {
        String set = only().orElseThrow(
                        () -> new MalformedMessageException(record + " of type \"" + type + "\" has no part set"));
        if (!set.equals(type)) {
            throw new MalformedMessageException(
                    record + " of type \"" + type + "\" has the part " + set + " set instead");
        }
    }

    /** Whether this build knows a part of that name. */
    boolean knows(String type) {
        return Collections.unmodifiableMap(parts).containsKey(type);
    }
}
