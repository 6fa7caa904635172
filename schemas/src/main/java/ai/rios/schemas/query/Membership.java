package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A field against several values, of which it must have one. Immutable.
 *
 * @param values of the field's kind, 1 to {@link Filter#MAX_VALUES}; sorted by their texts and without repeats
 */
public record Membership(FilterField field, List<FilterValue> values) implements Filter.Term {
    public Membership {
        values = values.stream()
                .distinct()
                .sorted(Comparator.comparing(FilterValue::text))
                .toList();
        if (values.isEmpty() || values.size() > Filter.MAX_VALUES) {
            throw new IllegalArgumentException("in has 1 to " + Filter.MAX_VALUES + " values, not " + values.size());
        }
    }

    @Override
    public boolean matches(Deployment deployment) {
        return field.of(deployment).map(values::contains).orElse(false);
    }

    @Override
    public String text() {
        return values.stream().map(FilterValue::text).collect(Collectors.joining(", ", field.name() + " in (", ")"));
    }
}
