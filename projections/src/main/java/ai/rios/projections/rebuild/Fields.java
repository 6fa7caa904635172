package ai.rios.projections.rebuild;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A control record's value: {@code key=value} lines, so that people can read it with any consumer. Immutable. */
record Fields(Map<String, String> values) {
    Fields {
        values = Map.copyOf(values);
    }

    static Fields parse(String text) {
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new Fields(values);
    }

    String text() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("\n"));
    }

    @Nullable String optional(String key) {
        return values.get(key);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a control record lacks " + key);
        }
        return value;
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }
}
