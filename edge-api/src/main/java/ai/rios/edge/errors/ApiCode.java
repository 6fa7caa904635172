package ai.rios.edge.errors;

import ai.rios.schemas.deployment.ErrorCode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Every code that an error may carry, with its HTTP status. The codes are the same on every transport and are never renamed;
 * {@code docs/errors.md} explains each. Those that nothing gives yet are reserved.
 */
public enum ApiCode {
    INVALID_REQUEST(400, Retry.NEVER, "the request, or a field of it, is not as it must be; every bad field is named"),
    BATCH_SIZE(400, Retry.NEVER, "a batch has 1 to 100 items"),
    CURSOR_MISMATCH(400, Retry.NEVER, "the cursor belongs to another list: other filter, other path or other tenant"),
    UNSUPPORTED_VERSION(400, Retry.NEVER, "the version that the path or API-Version names is not spoken here"),
    UNAUTHENTICATED(401, Retry.NEVER, "there is no credential, or it is not good"),
    TOKEN_EXPIRED(401, Retry.NEVER, "the credential was good and is over: get a new one"),
    FORBIDDEN(403, Retry.NEVER, "the credential does not allow this; the scope that is lacking is named"),
    NOT_FOUND(404, Retry.NEVER, "there is no such thing, or it belongs to another tenant"),
    METHOD_NOT_ALLOWED(405, Retry.NEVER, "the path is known but not with that method; Allow lists those it takes"),
    NOT_ACCEPTABLE(406, Retry.NEVER, "the path cannot answer in any form that Accept names"),
    ALREADY_EXISTS(409, Retry.NEVER, "the name is taken"),
    CONFLICT(409, Retry.NEVER, "the state does not allow it now, such as changing what is being deleted"),
    ILLEGAL_TRANSITION(409, Retry.NEVER, "the lifecycle does not lead from the status it has to the one reported"),
    EXPIRED(409, Retry.AGAIN, "the command was reached too late for its client to hear of it, and was not carried out"),
    BATCH_ABORTED(
            409, Retry.NEVER, "an item of an atomic batch was refused, so nothing was done; every failure is named"),
    NOT_APPLIED(409, Retry.NEVER, "the item stood in an atomic batch that another item aborted"),
    CURSOR_EXPIRED(410, Retry.NEVER, "the cursor is too old: start from the first page"),
    VERSION_REMOVED(410, Retry.NEVER, "the version was announced as deprecated and is gone"),
    REVISION_MISMATCH(
            412, Retry.NEVER, "If-Match names another revision than the one it has; the current one is named"),
    PAYLOAD_TOO_LARGE(
            413,
            Retry.NEVER,
            "the body, packed or unpacked, is larger than 1 MiB, or what would come of it is too large to keep"),
    REQUEST_TOO_LONG(431, Retry.NEVER, "the address (414) or the headers (431) are too long"),
    UNSUPPORTED_MEDIA_TYPE(415, Retry.NEVER, "Content-Type or Content-Encoding is none that the path reads"),
    IDEMPOTENCY_KEY_REUSED(422, Retry.NEVER, "the key was used for another request"),
    BATCH_NOT_COLOCATED(422, Retry.NEVER, "an atomic batch mixes what one decision cannot cover"),
    SCHEMA_INCOMPATIBLE(422, Retry.NEVER, "the message does not fit the schema of its topic"),
    QUOTA_EXCEEDED(422, Retry.NEVER, "the tenant has as many as it may have"),
    DEPENDENCY_FAILED(424, Retry.NEVER, "the item depends on one that was refused"),
    UPGRADE_REQUIRED(426, Retry.NEVER, "the path speaks WebSocket: send an Upgrade"),
    PRECONDITION_REQUIRED(428, Retry.NEVER, "If-Match is needed here"),
    RATE_LIMIT_EXCEEDED(429, Retry.AGAIN, "too many requests in too short a time"),
    TOO_MANY_CONNECTIONS(429, Retry.AGAIN, "the client has as many connections as it may have"),
    TOO_MANY_IN_FLIGHT(429, Retry.AGAIN, "as many commands of the tenant are undecided as its plan allows"),
    INTERNAL(
            500,
            Retry.SAME_KEY,
            "something went wrong here; where an operation is named, ask it what came of the write"),
    UNAVAILABLE(503, Retry.AGAIN, "what is needed cannot be reached now; nothing was done"),
    PROJECTION_BEHIND(503, Retry.AGAIN, "the view has not reached the position that the read names"),
    OVERLOADED(503, Retry.AGAIN, "too much is under way here"),
    TIMEOUT(
            504,
            Retry.SAME_KEY,
            "no outcome came in time, and it may still come: ask the operation, or repeat under the same key");

    /** Whether the same request may be sent again. */
    public enum Retry {
        /** It would be refused again. */
        NEVER,
        /** It was not carried out and may be repeated. */
        AGAIN,
        /** It may have been carried out: repeat it only under the same idempotency key, or ask its operation. */
        SAME_KEY
    }

    private static final Set<ApiCode> RESERVED = EnumSet.of(
            NOT_APPLIED,
            BATCH_NOT_COLOCATED,
            SCHEMA_INCOMPATIBLE,
            QUOTA_EXCEEDED,
            DEPENDENCY_FAILED,
            RATE_LIMIT_EXCEEDED);

    private final int status;
    private final Retry retry;
    private final String meaning;
    private final String wire = name().toLowerCase(Locale.ROOT);

    ApiCode(int status, Retry retry, String meaning) {
        this.status = status;
        this.retry = retry;
        this.meaning = meaning;
    }

    /** The HTTP status that goes with it; {@link #REQUEST_TOO_LONG} is 414 when it is the address that is too long. */
    public int status() {
        return status;
    }

    /** Whether the same request may be sent again. */
    public Retry retry() {
        return retry;
    }

    /** What it means, in one line. */
    public String meaning() {
        return meaning;
    }

    /** Whether nothing gives it yet. */
    public boolean isReserved() {
        return RESERVED.contains(this);
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
