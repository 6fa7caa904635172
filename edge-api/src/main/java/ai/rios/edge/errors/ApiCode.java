package ai.rios.edge.errors;

import ai.rios.schemas.deployment.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Every code that an error may carry, with its HTTP status. The codes are the same on every transport and are never renamed;
 * {@code docs/errors.md} explains each. Those that nothing gives yet are reserved.
 */
public enum ApiCode {
    INVALID_REQUEST(400, Retry.NEVER),
    BATCH_SIZE(400, Retry.NEVER),
    CURSOR_MISMATCH(400, Retry.NEVER),
    UNSUPPORTED_VERSION(400, Retry.NEVER),
    UNAUTHENTICATED(401, Retry.NEVER),
    TOKEN_EXPIRED(401, Retry.NEVER),
    FORBIDDEN(403, Retry.NEVER),
    NOT_FOUND(404, Retry.NEVER),
    METHOD_NOT_ALLOWED(405, Retry.NEVER),
    NOT_ACCEPTABLE(406, Retry.NEVER),
    ALREADY_EXISTS(409, Retry.NEVER),
    CONFLICT(409, Retry.NEVER),
    ILLEGAL_TRANSITION(409, Retry.NEVER),
    EXPIRED(409, Retry.AGAIN),
    BATCH_ABORTED(409, Retry.NEVER),
    NOT_APPLIED(409, Retry.NEVER),
    CURSOR_EXPIRED(410, Retry.NEVER),
    VERSION_REMOVED(410, Retry.NEVER),
    REVISION_MISMATCH(412, Retry.NEVER),
    PAYLOAD_TOO_LARGE(413, Retry.NEVER),
    REQUEST_TOO_LONG(431, Retry.NEVER),
    UNSUPPORTED_MEDIA_TYPE(415, Retry.NEVER),
    IDEMPOTENCY_KEY_REUSED(422, Retry.NEVER),
    BATCH_NOT_COLOCATED(422, Retry.NEVER),
    SCHEMA_INCOMPATIBLE(422, Retry.NEVER),
    QUOTA_EXCEEDED(422, Retry.NEVER),
    DEPENDENCY_FAILED(424, Retry.NEVER),
    UPGRADE_REQUIRED(426, Retry.NEVER),
    PRECONDITION_REQUIRED(428, Retry.NEVER),
    RATE_LIMIT_EXCEEDED(429, Retry.AGAIN),
    TOO_MANY_CONNECTIONS(429, Retry.AGAIN),
    TOO_MANY_IN_FLIGHT(429, Retry.AGAIN),
    INTERNAL(500, Retry.SAME_KEY),
    UNAVAILABLE(503, Retry.AGAIN),
    PROJECTION_BEHIND(503, Retry.AGAIN),
    OVERLOADED(503, Retry.AGAIN),
    TIMEOUT(504, Retry.SAME_KEY);

    /** Whether the same request may be sent again. */
    public enum Retry {
        /** It would be refused again. */
        NEVER,
        /** It was not carried out and may be repeated. */
        AGAIN,
        /** It may have been carried out: repeat it only under the same idempotency key, or ask its operation. */
        SAME_KEY
    }

    private final int status;
    private final Retry retry;
    private final String wire = name().toLowerCase(Locale.ROOT);

    ApiCode(int status, Retry retry) {
        this.status = status;
        this.retry = retry;
    }

    /** The HTTP status that goes with it; {@link #REQUEST_TOO_LONG} is 414 when it is the address that is too long. */
    public int status() {
        return status;
    }

    /** Whether the same request may be sent again. */
    public Retry retry() {
        return retry;
    }

    /** The name in messages, such as {@code not_found}. */
    public String wire() {
        return wire;
    }

    /** The code with that wire name, if there is one. */
    public static Optional<ApiCode> ofWire(String wire) {
        for (ApiCode code : values()) {
            if (code.wire.equals(wire)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** The code under which a refusal by the decider reaches clients. */
    public static ApiCode of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST -> INVALID_REQUEST;
            case NOT_FOUND -> NOT_FOUND;
            case ALREADY_EXISTS -> ALREADY_EXISTS;
            case CONFLICT -> CONFLICT;
            case ILLEGAL_TRANSITION -> ILLEGAL_TRANSITION;
            case EXPIRED -> EXPIRED;
            case BATCH_ABORTED -> BATCH_ABORTED;
            case REVISION_MISMATCH -> REVISION_MISMATCH;
            case PRECONDITION_REQUIRED -> PRECONDITION_REQUIRED;
            case IDEMPOTENCY_KEY_REUSED -> IDEMPOTENCY_KEY_REUSED;
            case BATCH_NOT_COLOCATED -> BATCH_NOT_COLOCATED;
            case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
            case DEPENDENCY_FAILED -> DEPENDENCY_FAILED;
            case PAYLOAD_TOO_LARGE -> PAYLOAD_TOO_LARGE;
            case INTERNAL -> INTERNAL;
        };
    }
}
