package ai.rios.commands.deployment;

import ai.rios.commands.spec.EncodedSize;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.ids.Ids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The refusals that decisions give, and how they are kept small. */
public final class Refusals {
    /** Bytes of what is remembered of the refusals of one command, at most. */
    public static final int MAX_KEPT_BYTES = 4 * 1024;

    private static final int MAX_FIELD_CHARACTERS = 200;
    private static final int MAX_MESSAGE_CHARACTERS = 250;

    private Refusals() {}

    static Refused of(ErrorCode code, String message, @Nullable String deploymentId) {
        return new Refused(Refusal.of(code, message), deploymentId, List.of());
    }

    static Refused notFound(String id) {
        return of(ErrorCode.NOT_FOUND, "there is no deployment " + cut(id, MAX_FIELD_CHARACTERS), asId(id));
    }

    static Refused preconditionRequired(String id) {
        return of(
                ErrorCode.PRECONDITION_REQUIRED,
                "this change needs the revision that it builds on, or * for any",
                asId(id));
    }

    static Refused invalid(List<Violation> violations, @Nullable String deploymentId) {
        return new Refused(bounded(Refusal.invalid(violations)), deploymentId, List.of());
    }

    static Refused invalid(String field, String reason, @Nullable String deploymentId) {
        return invalid(List.of(new Violation(field, reason)), deploymentId);
    }

    static Refused nameTaken(String name, @Nullable String deploymentId) {
        return new Refused(
                new Refusal(
                        ErrorCode.ALREADY_EXISTS,
                        "a deployment named " + name + " exists already",
                        List.of(new Violation("name", "must be unique among the tenant's deployments")),
                        null,
                        List.of()),
                deploymentId,
                List.of());
    }

    static Refused deleting(String id) {
        return of(ErrorCode.CONFLICT, "deployment " + id + " is being deleted", id);
    }

    static Refused tooLarge(@Nullable String deploymentId) {
        return of(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "a deployment must take at most " + EncodedSize.MAX_RESOURCE_BYTES + " bytes encoded",
                deploymentId);
    }

    static Refused illegalTransition(String id, DeploymentStatus from, DeploymentStatus to) {
        return of(
                ErrorCode.ILLEGAL_TRANSITION,
                "deployment " + id + " is " + from.wire() + ", not to be " + to.wire(),
                id);
    }

    static Refused keyReused(@Nullable String deploymentId) {
        return of(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "the idempotency key was used before with another request",
                deploymentId);
    }

    static Refused expired() {
        return of(ErrorCode.EXPIRED, "the request was not decided within its time limit and had no effect", null);
    }

    /** Refuses a command that could not be decided because of a fault of ours; nothing of it was done. */
    public static Refused internal() {
        return of(ErrorCode.INTERNAL, "the request could not be decided and had no effect", null);
    }

    static Refused batchAborted(int failures, List<Item> items) {
        return new Refused(Refusal.batchAborted(failures, items.size()), null, items);
    }

    /** A refusal that a message can hold whoever wrote it, with long texts cut and the last violations dropped. */
    static Refusal bounded(Refusal refusal) {
        List<Violation> kept = new ArrayList<>();
        int size = 0;
        for (Violation violation : refusal.violations()) {
            Violation cut = new Violation(
                    cut(violation.field(), MAX_FIELD_CHARACTERS), cut(violation.reason(), MAX_FIELD_CHARACTERS));
            size += EncodedSize.of(cut.field()) + EncodedSize.of(cut.reason());
            if (size > MAX_KEPT_BYTES * 3 / 4) {
                int left = refusal.violations().size() - kept.size();
                kept.add(new Violation("", "and " + left + " more violations"));
                break;
            }
            kept.add(cut);
        }
        return new Refusal(
                refusal.code(),
                cut(refusal.message(), MAX_MESSAGE_CHARACTERS),
                kept,
                refusal.currentRevision(),
                refusal.changedFields());
    }

    /** The refusal without anything but its code and a short message: for the later failures of a large batch. */
    static Refusal brief(Refusal refusal) {
        return new Refusal(refusal.code(), cut(refusal.message(), 64), List.of(), refusal.currentRevision(), List.of());
    }

    /** Bytes of a refusal, at most. */
    static int sizeOf(Refusal refusal) {
        int size = EncodedSize.of(refusal.message()) + 16;
        for (Violation violation : refusal.violations()) {
            size += EncodedSize.of(violation.field()) + EncodedSize.of(violation.reason());
        }
        for (String field : refusal.changedFields()) {
            size += EncodedSize.of(field);
        }
        return size;
    }

    /** Null for what cannot be an id: nothing was looked up yet, and the caller's text is as long as the caller likes. */
    private static @Nullable String asId(String text) {
        return Ids.isId(Ids.DEPLOYMENT, text) ? text : null;
    }

    private static String cut(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return text.substring(0, end) + "…";
    }
}
