package ai.rios.edge.json;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Refusal.Violation;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as RFC 8259 means it and nothing beyond: UTF-8 only, no duplicate keys, no lone surrogates, nothing after the
 * value, bounded depth. What is wrong with the text as a whole ends the reading; duplicate keys and lone surrogates are
 * collected with their paths, so that the client hears of all at once. Thread-safe.
 */
public final class StrictJson {
    /** Arrays and objects inside one another, at most. */
    public static final int MAX_DEPTH = 16;

    /** Name under which a fault of the text as a whole is reported. */
    public static final String BODY = "body";

    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_NAME_LENGTH = 1_024;
    private static final int MAX_VIOLATIONS = 100;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private StrictJson() {}

    /**
     * Where a value stands. Its text is made for faults only: a hostile body has a million values, each at the end of a path of
     * many KiB.
     *
     * @param parent null for the body itself
     * @param name of a member; null of an element
     * @param index of an element
     */
    private record Place(@Nullable Place parent, @Nullable String name, int index) {
        static final Place ROOT = new Place(null, null, 0);

        Place member(String member) {
            return new Place(this, member, 0);
        }

        Place element(int at) {
            return new Place(this, null, at);
        }

        /** Such as {@code a.b[3].c}; {@link #BODY} of the body itself. */
        String text() {
            String path = path();
            return path.isEmpty() ? BODY : path;
        }

        private String path() {
            if (parent == null) {
                return "";
            }
            String above = parent.path();
            if (name == null) {
                return above + '[' + index + ']';
            }
            return above.isEmpty() ? name : above + '.' + name;
        }
    }

    /**
     * Reads one value.
     *
     * @throws ApiException {@code invalid_request}, naming each field and reason
     */
    public static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw invalid("must not be empty");
        }
        requireUtf8(body);
        List<Violation> violations = new ArrayList<>();
        JsonNode value;
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            value = read(parser, Place.ROOT, violations);
            if (parser.nextToken() != null) {
                throw invalid("must end after the JSON value");
            }
        } catch (StreamConstraintsException e) {
            throw refused(constraint(e), e);
        } catch (JsonProcessingException e) {
            throw refused("is not JSON: " + where(e), e);
        } catch (NumberFormatException e) { // an exponent that no number can have
            throw refused("must not hold numbers beyond all bounds", e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        if (!violations.isEmpty()) {
            throw new ApiException(ApiError.invalid(violations));
        }
        return value;
    }

    private static JsonNode read(JsonParser parser, Place place, List<Violation> violations) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw invalid("must not be empty");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser, place, violations);
            case START_ARRAY -> readArray(parser, place, violations);
            case VALUE_STRING -> {
                String text = parser.getText();
                requireWhole(text, place, violations);
                yield NODES.textNode(text);
            }
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getBigIntegerValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("the parser gave " + token + " where a value starts");
        };
    }

    private static ObjectNode readObject(JsonParser parser, Place place, List<Violation> violations)
            throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Place member = place.member(name);
            requireWhole(name, member, violations);
            parser.nextToken();
            JsonNode value = read(parser, member, violations);
            if (object.has(name)) {
                add(violations, member, "must not stand twice");
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode readArray(JsonParser parser, Place place, List<Violation> violations) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser, place.element(array.size()), violations));
        }
        return array;
    }

    private static void requireUtf8(byte[] body) {
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            throw invalid("must not start with a byte order mark");
        }
        for (int at = 0; at < Math.min(body.length, 4); at++) {
            if (body[at] == 0) { // by which the parser would know UTF-16 and UTF-32, and take them
                throw invalid("must be UTF-8");
            }
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw refused("must be UTF-8", e);
        }
    }

    private static void requireWhole(String text, Place place, List<Violation> violations) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(unit)) {
                add(violations, place, "must not hold half of a surrogate pair");
                return;
            }
        }
    }

    private static void add(List<Violation> violations, Place place, String reason) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(Printable.of(place.text()), reason));
        }
    }

    private static String constraint(StreamConstraintsException e) {
        String message = e.getOriginalMessage();
        if (message.contains("depth")) {
            return "must not nest deeper than " + MAX_DEPTH + " levels";
        }
        return message.contains("Number")
                ? "must not hold numbers of more than " + MAX_NUMBER_LENGTH + " digits"
                : "must not hold names of more than " + MAX_NAME_LENGTH + " characters";
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? "unreadable"
                : "unexpected at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static ApiException invalid(String reason) {
        return new ApiException(ApiError.invalid(BODY, reason));
    }

    private static ApiException refused(String reason, Exception cause) {
        return new ApiException(ApiError.invalid(BODY, reason), Map.of(), cause);
    }

    /** The error for a body of more bytes than allowed. */
    public static ApiException tooLarge(int maxBytes) {
        return new ApiException(
                ApiError.of(ApiCode.PAYLOAD_TOO_LARGE, "the body is larger than " + maxBytes + " bytes"));
    }
}
