package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which deployments a list shows: terms that must all hold. Immutable.
 *
 * <p>Grammar (contract of lists and subscriptions):
 *
 * <pre>
 * filter = term { "and" term }
 * term   = field operator value | field "in" "(" value { "," value } ")"
 * operator = "=" | "!=" | "^=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * value  = word | '"' text with \" and \\ '"'
 * </pre>
 *
 * <p>A field that a deployment does not have (no region, no such label) equals nothing, starts with nothing and has no order; so
 * only {@code !=} holds of it.
 *
 * @param terms empty: everything matches; sorted by their texts and without repeats, so that filters that say the same thing in
 *     another order are equal
 */
public record Filter(List<Term> terms) {
    /** Everything. */
    public static final Filter ALL = new Filter(List.of());

    /** Characters of a filter at most. */
    public static final int MAX_LENGTH = 4_096;

    /** Terms of a filter at most. */
    public static final int MAX_TERMS = 32;

    /** Values of one {@code in} at most. */
    public static final int MAX_VALUES = 100;

    public Filter {
        terms = terms.stream()
                .distinct()
                .sorted(Comparator.comparing(Term::text))
                .toList();
    }

    /**
     * The filter that a text says; a blank one is {@link #ALL}.
     *
     * @throws FilterSyntaxException when it is too long, has too many terms, or is not of the grammar; also for a field that there
     *     is not, and a value that its field cannot have
     */
    public static Filter parse(String text) {
        return new FilterParser(text).parse();
    }

    /**
     * The shorthand {@code status=}.
     *
     * @throws FilterSyntaxException when there is no such status
     */
    public static Filter statusIs(String status) {
        return only(FilterField.of("status"), status, Comparison.Operator.EQUAL);
    }

    /** The shorthand {@code name^=}. */
    public static Filter nameStartsWith(String prefix) {
        return only(FilterField.of("name"), prefix, Comparison.Operator.STARTS_WITH);
    }

    /**
     * The shorthand {@code labels=key:value}.
     *
     * @throws FilterSyntaxException when there is no colon, or no key before it
     */
    public static Filter label(String keyAndValue) {
        int colon = keyAndValue.indexOf(':');
        if (colon < 0) {
            throw new FilterSyntaxException(keyAndValue.length(), "a label is key:value");
        }
        FilterField field = FilterField.find("labels." + keyAndValue.substring(0, colon))
                .orElseThrow(() -> new FilterSyntaxException(0, FilterField.LABEL_RULE));
        return only(field, keyAndValue.substring(colon + 1), Comparison.Operator.EQUAL);
    }

    private static Filter only(FilterField field, String value, Comparison.Operator operator) {
        if (value.length() > MAX_LENGTH) {
            throw new FilterSyntaxException(MAX_LENGTH, "a value has at most " + MAX_LENGTH + " characters");
        }
        FilterValue parsed = field.value(value).orElseThrow(() -> new FilterSyntaxException(0, field.valueRule()));
        return new Filter(List.of(new Comparison(field, operator, parsed)));
    }

    /** What matches this filter and the other. */
    public Filter and(Filter other) {
        return new Filter(Stream.concat(terms.stream(), other.terms.stream()).toList());
    }

    /** Whether all terms hold of the deployment. */
    public boolean matches(Deployment deployment) {
        for (Term term : terms) {
            if (!term.matches(deployment)) {
                return false;
            }
        }
        return true;
    }

    /** The canonical text: equal filters have the same one, and {@link #parse} makes an equal filter of it. */
    public String text() {
        return terms.stream().map(Term::text).collect(Collectors.joining(" and "));
    }

    /** One condition on one field. */
    public sealed interface Term permits Comparison, Membership {
        /** Whether the condition holds of the deployment. */
        boolean matches(Deployment deployment);

        /** The canonical text. */
        String text();
    }
}
