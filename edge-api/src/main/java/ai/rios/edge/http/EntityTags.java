package ai.rios.edge.http;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Precondition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags: a deployment's is its revision in quotes (RFC 9110, 8.8.3 and 13.1). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final int MAX_TAGS = 64;

    private EntityTags() {}

    private record Tag(boolean weak, String text) {}

    /** The tag of a revision. */
    public static String of(long revision) {
        return "\"" + revision + '"';
    }

    /**
     * What {@code If-Match} asks for.
     *
     * @param lines of the header
     * @param required whether a request without it is refused
     * @throws ApiException {@code precondition_required}, or {@code invalid_request} when it cannot be read
     */
    public static Precondition ifMatch(List<String> lines, boolean required) {
        if (lines.isEmpty()) {
            if (required) {
                throw missing();
            }
            return new Precondition.None();
        }
        String value = String.join(",", lines).strip();
        if (value.equals("*")) {
            return new Precondition.Exists();
        }
        Set<Long> revisions = new HashSet<>();
        for (Tag tag : parse("If-Match", value)) {
            // a weak tag never matches strongly, and a tag that is no revision matches none
            revisions.add(tag.weak() || !tag.text().matches("[1-9]\\d{0,17}") ? 0L : Long.parseLong(tag.text()));
        }
        return new Precondition.Revisions(revisions);
    }

    /** Refuses what needs a precondition and has none. */
    public static ApiException missing() {
        return new ApiException(
                ApiCode.PRECONDITION_REQUIRED, "send If-Match with the revision that you have read, or *");
    }

    /** Whether {@code If-None-Match} says that the client has what this tag names already. */
    public static boolean isKnown(List<String> ifNoneMatch, String tag) {
        if (ifNoneMatch.isEmpty()) {
            return false;
        }
        String value = String.join(",", ifNoneMatch).strip();
        if (value.equals("*")) {
            return true;
        }
        String text = tag.substring(tag.indexOf('"') + 1, tag.length() - 1);
        return parse("If-None-Match", value).stream()
                .anyMatch(known -> known.text().equals(text));
    }

    private static List<Tag> parse(String field, String value) {
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(value);
        int at = 0;
        while (at < value.length()) {
            char unit = value.charAt(at);
            if (unit == ',' || unit == ' ' || unit == '\t') {
                at++;
            } else if (matcher.region(at, value.length()).lookingAt() && tags.size() < MAX_TAGS) {
                tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
                at = matcher.end();
            } else {
                throw new ApiException(ApiError.invalid(field, "must be * or entity tags in double quotes"));
            }
        }
        if (tags.isEmpty()) {
            throw new ApiException(ApiError.invalid(field, "must not be empty"));
        }
        return tags;
    }
}
