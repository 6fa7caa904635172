package ai.rios.schemas.deployment;

import java.util.Locale;
import java.util.Optional;

/** Why something was refused: the codes that clients see on every transport. Never renamed. */
public enum ErrorCode {
    INVALID_REQUEST,
    NOT_FOUND,
    ALREADY_EXISTS,
    CONFLICT,
    ILLEGAL_TRANSITION,
    EXPIRED,
    BATCH_ABORTED,
    REVISION_MISMATCH,
    PRECONDITION_REQUIRED,
    IDEMPOTENCY_KEY_REUSED,
    BATCH_NOT_COLOCATED,
    QUOTA_EXCEEDED,
    DEPENDENCY_FAILED,
    PAYLOAD_TOO_LARGE,
    INTERNAL;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The name in messages and JSON, such as {@code not_found}. */
    public String wire() {
        return wire;
    }

    /** The code with that wire name, if this build knows it. */
    public static Optional<ErrorCode> ofWire(String wire) {
        for (ErrorCode code : values()) {
            if (code.wire.equals(wire)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
