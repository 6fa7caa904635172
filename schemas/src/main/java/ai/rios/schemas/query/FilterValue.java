package ai.rios.schemas.query;

import java.time.Instant;
import java.util.regex.Pattern;

/** A value of a field, for comparing. Immutable. */
public sealed interface FilterValue {
    /** The value as the canonical text of a filter writes it. */
    String text();

    /**
     * Its order against another value.
     *
     * @return negative, 0 or positive
     * @throws IllegalArgumentException when the other is of another kind
     */
    int order(FilterValue other);

    /** A text, ordered by its UTF-16 units. */
    record Text(String value) implements FilterValue {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:@+-]+");

        @Override
        public String text() {
            return PLAIN.matcher(value).matches()
                    ? value
                    : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        @Override
        public int order(FilterValue other) {
            if (other instanceof Text(String otherValue)) {
                return value.compareTo(otherValue);
            }
            throw unlike(this, other);
        }
    }

    /** A whole number. */
    record Whole(long value) implements FilterValue {
        @Override
        public String text() {
            return Long.toString(value);
        }

        @Override
        public int order(FilterValue other) {
            if (other instanceof Whole(long otherValue)) {
                return Long.compare(value, otherValue);
            }
            throw unlike(this, other);
        }
    }

    /** A moment. */
    record Time(Instant value) implements FilterValue {
        @Override
        public String text() {
            return value.toString();
        }

        @Override
        public int order(FilterValue other) {
            if (other instanceof Time(Instant otherValue)) {
                return value.compareTo(otherValue);
            }
            throw unlike(this, other);
        }
    }

    private static IllegalArgumentException unlike(FilterValue one, FilterValue other) {
        return new IllegalArgumentException("cannot compare " + one + " with " + other);
    }
}
