package ai.rios.schemas.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pass over the text of a filter, from left to right. Used once, by one thread. */
final class FilterParser {
    private static final Comparison.Operator[] LONGEST_FIRST = {
        Comparison.Operator.NOT_EQUAL,
        Comparison.Operator.STARTS_WITH,
        Comparison.Operator.LESS_OR_EQUAL,
        Comparison.Operator.GREATER_OR_EQUAL,
        Comparison.Operator.EQUAL,
        Comparison.Operator.LESS,
        Comparison.Operator.GREATER
    };
    private static final String NOT_IN_WORDS = "=!^<>(),\"";

    private final String text;
    private int at;

    FilterParser(String text) {
        this.text = text;
    }

    Filter parse() {
        if (text.length() > Filter.MAX_LENGTH) {
            throw new FilterSyntaxException(
                    Filter.MAX_LENGTH, "a filter has at most " + Filter.MAX_LENGTH + " characters");
        }
        skipSpace();
        List<Filter.Term> terms = new ArrayList<>();
        while (at < text.length()) {
            if (!terms.isEmpty()) {
                expectAnd();
            }
            if (terms.size() == Filter.MAX_TERMS) {
                throw error("a filter has at most " + Filter.MAX_TERMS + " terms");
            }
            terms.add(term());
            skipSpace();
        }
        return new Filter(terms);
    }

    private void expectAnd() {
        int start = at;
        if (!word().equals("and")) {
            throw new FilterSyntaxException(start, "expected and, or the end");
        }
        skipSpace();
        if (at == text.length()) {
            throw error("expected a term after and");
        }
    }

    private Filter.Term term() {
        int start = at;
        String name = word();
        if (name.isEmpty()) {
            throw error("expected the name of a field");
        }
        FilterField field = FilterField.find(name)
                .orElseThrow(() -> new FilterSyntaxException(
                        start, name.startsWith("labels.") ? FilterField.LABEL_RULE : "there is no field " + name));
        skipSpace();
        Optional<Comparison.Operator> operator = operator(field);
        return operator.isPresent() ? new Comparison(field, operator.get(), value(field)) : membership(field);
    }

    private Optional<Comparison.Operator> operator(FilterField field) {
        for (Comparison.Operator operator : LONGEST_FIRST) {
            if (text.startsWith(operator.symbol(), at)) {
                if (!field.allows(operator)) {
                    throw error(field + " cannot be compared with " + operator.symbol());
                }
                at += operator.symbol().length();
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Membership membership(FilterField field) {
        int start = at;
        if (!word().equals("in")) {
            throw new FilterSyntaxException(start, "expected one of = != ^= < <= > >= in");
        }
        expect('(');
        List<FilterValue> values = new ArrayList<>();
        do {
            if (values.size() == Filter.MAX_VALUES) {
                throw error("in has at most " + Filter.MAX_VALUES + " values");
            }
            values.add(value(field));
        } while (accept(','));
        expect(')');
        return new Membership(field, values);
    }

    private FilterValue value(FilterField field) {
        skipSpace();
        int start = at;
        String value = at < text.length() && text.charAt(at) == '"' ? quoted() : word();
        if (value.isEmpty() && at == start) {
            throw error("expected a value");
        }
        return field.value(value).orElseThrow(() -> new FilterSyntaxException(start, field.valueRule()));
    }

    private String quoted() {
        int start = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\') {
                at++;
                if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
                    throw error("only \\\" and \\\\ are escapes");
                }
                c = text.charAt(at);
            }
            value.append(c);
        }
        throw new FilterSyntaxException(start, "the quote is not closed");
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWordCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isWordCharacter(char c) {
        return c > ' ' && NOT_IN_WORDS.indexOf(c) < 0;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(char wanted) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw error("expected " + wanted);
        }
    }

    private FilterSyntaxException error(String reason) {
        return new FilterSyntaxException(at, reason);
    }
}
