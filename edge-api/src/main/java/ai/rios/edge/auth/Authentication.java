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
    record Denied(ApiCode code, String reason) implements Authentication {
        /**
         * The value of {@code WWW-Authenticate} (RFC 6750).
         *
         * @param given whether there was a credential at all
         */
        public String challenge(boolean given) {
            return given
                    ? "Bearer realm=\"rios\", error=\"invalid_token\", error_description=\"" + reason + '"'
                    : "Bearer realm=\"rios\"";
        }
    }

    /** A refusal that is not for age. */
    static Denied denied(String reason) {
        return new Denied(ApiCode.UNAUTHENTICATED, reason);
    }
}
