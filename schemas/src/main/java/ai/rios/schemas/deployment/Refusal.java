package ai.rios.schemas.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command, or an item of a batch, was not done. A value, not an exception. Immutable.
 *
 * @param code the stable code
 * @param message one sentence for the caller
 * @param violations every bad field, in the order of the request; may be empty
 * @param currentRevision with {@link ErrorCode#REVISION_MISMATCH}, the revision that the deployment has
 * @param changedFields with {@link ErrorCode#REVISION_MISMATCH}, JSON paths that changed since the revision that the caller
 *     named, where that is known
 */
public record Refusal(
        ErrorCode code,
        String message,
        List<Violation> violations,
        @Nullable Long currentRevision,
        List<String> changedFields) {
    public Refusal {
        violations = List.copyOf(violations);
        changedFields = List.copyOf(changedFields);
    }

    /** A refusal with nothing but code and message. */
    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, List.of(), null, List.of());
    }

    /** A refusal for field values; the message names the first. */
    public static Refusal invalid(List<Violation> violations) {
        Violation first = violations.getFirst();
        return new Refusal(
                ErrorCode.INVALID_REQUEST, first.field() + " " + first.reason(), violations, null, List.of());
    }

    /** Why a read is refused in an atomic batch. */
    public static Refusal getInAtomicBatch() {
        return invalid(List.of(new Violation("op", "must not be get in an atomic batch")));
    }

    /** Why an atomic batch is refused as a whole. */
    public static Refusal batchAborted(int failures, int items) {
        return of(ErrorCode.BATCH_ABORTED, failures + " of " + items + " items failed, so none was applied");
    }

    /**
     * One bad field.
     *
     * @param field JSON path, such as {@code resources.cpu}
     * @param reason what it must be, such as {@code must be between 1 and 64}
     */
    public record Violation(String field, String reason) {}
}
