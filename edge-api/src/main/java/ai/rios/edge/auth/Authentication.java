package ai.rios.edge.auth;

import ai.rios.edge.errors.ApiCode;

/** What came of checking a credential. Immutable. */
public sealed interface Authentication {
    /** It is good. */
    record Granted(Principal principal) implements Authentication {}

    /**
     * It is not.
     *
     * @param code {@link ApiCode#UNAUTHENTICATED} or {@link ApiCode#TOKEN_EXPIRED}
     * @param reason for the client; says nothing that helps to guess
     */
    record Denied(ApiCode code, String reason) implements Authentication {}

    /** A refusal that is not for age. */
    static Denied denied(String reason) {
        return new Denied(ApiCode.UNAUTHENTICATED, reason);
    }
}
