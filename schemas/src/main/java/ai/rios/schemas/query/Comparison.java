package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;

/**
 * A field against one value. Immutable.
 *
 * @param value of the field's kind
 */
public record Comparison(FilterField field, Operator operator, FilterValue value) implements Filter.Term {
    /** How a field is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        /** The field's text starts with the value's. */
        STARTS_WITH("^="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** How filters write it. */
        public String symbol() {
            return symbol;
        }
    }

    public Comparison {
        if (!field.allows(operator)) {
            throw new IllegalArgumentException(field + " cannot be compared with " + operator.symbol());
        }
    }

    @Override
    public boolean matches(Deployment deployment) {
        return field.of(deployment).map(this::holds).orElse(operator == Operator.NOT_EQUAL);
    }

    private boolean holds(FilterValue actual) {
        return switch (operator) {
            case EQUAL -> actual.equals(value);
            case NOT_EQUAL -> !actual.equals(value);
            case STARTS_WITH ->
                actual instanceof FilterValue.Text(String text)
                        && value instanceof FilterValue.Text(String prefix)
                        && text.startsWith(prefix);
            case LESS -> actual.order(value) < 0;
            case LESS_OR_EQUAL -> actual.order(value) <= 0;
            case GREATER -> actual.order(value) > 0;
            case GREATER_OR_EQUAL -> actual.order(value) >= 0;
        };
    }

    @Override
    public String text() {
        return field.name() + " " + operator.symbol() + " " + value.text();
    }
}
