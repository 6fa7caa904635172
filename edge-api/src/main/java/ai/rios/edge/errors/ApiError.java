package ai.rios.edge.errors;

import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Refusal.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as its client is told. Immutable.
 *
 * @param code the stable code
 * @param status HTTP status; that of the code but for an address that is too long (414)
 * @param message one sentence for people
 * @param violations every bad field, in the order of the request; may be empty
 * @param details further members of {@code details}: texts, numbers, lists and maps of these
 * @param retryAfter when to try again; null when nobody knows
 */
public record ApiError(
        ApiCode code,
        int status,
        String message,
        List<Violation> violations,
        Map<String, Object> details,
        @Nullable Duration retryAfter) {
    public ApiError {
        violations = List.copyOf(violations);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** An error with nothing but code and message. */
    public static ApiError of(ApiCode code, String message) {
        return new ApiError(code, code.status(), message, List.of(), Map.of(), null);
    }

    /** A request that names bad fields; the message names the first. */
    public static ApiError invalid(List<Violation> violations) {
        Violation first = violations.getFirst();
        return new ApiError(
                ApiCode.INVALID_REQUEST,
                ApiCode.INVALID_REQUEST.status(),
                first.field() + " " + first.reason(),
                violations,
                Map.of(),
                null);
    }

    /** A request with one bad field, header or parameter. */
    public static ApiError invalid(String field, String reason) {
        return invalid(List.of(new Violation(field, reason)));
    }

    /** A refusal by the decider. */
    public static ApiError of(Refusal refusal) {
        ApiCode code = ApiCode.of(refusal.code());
        Map<String, Object> details = new LinkedHashMap<>();
        if (refusal.currentRevision() != null) {
            details.put("currentRevision", refusal.currentRevision());
        }
        if (!refusal.changedFields().isEmpty()) {
            details.put("changedFields", new ArrayList<Object>(refusal.changedFields()));
        }
        return new ApiError(code, code.status(), refusal.message(), refusal.violations(), details, null);
    }

    /** This error with one more member of {@code details}. */
    public ApiError with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new ApiError(code, status, message, violations, more, retryAfter);
    }

    /** This error with its fields under other names, in the message too where that starts with the first of them. */
    public ApiError renamed(UnaryOperator<String> name) {
        if (violations.isEmpty()) {
            return this;
        }
        List<Violation> named = violations.stream()
                .map(violation -> new Violation(name.apply(violation.field()), violation.reason()))
                .toList();
        String first = violations.getFirst().field();
        String told = message.startsWith(first + ' ')
                ? named.getFirst().field() + message.substring(first.length())
                : message;
        return new ApiError(code, status, told, named, details, retryAfter);
    }

    /** This error with the time after which to try again. */
    public ApiError after(Duration time) {
        return new ApiError(code, status, message, violations, details, time);
    }

    /** This error under another HTTP status. */
    public ApiError withStatus(int other) {
        return new ApiError(code, other, message, violations, details, retryAfter);
    }
}
