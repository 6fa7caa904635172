package ai.rios.edge.http;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the credential of a request and has it checked. */
final class Credentials {
    private static final String SCHEME = "bearer ";

    private Credentials() {}

    /**
     * Who makes the request.
     *
     * @throws ApiException {@code unauthenticated} or {@code token_expired}, with a challenge
     */
    static Principal require(Incoming request, Authenticator authenticator) {
        return switch (authenticate(request, authenticator)) {
            case Authentication.Granted(Principal principal) -> principal;
            case Authentication.Denied(ApiCode code, String reason) -> throw denied(code, reason, true);
        };
    }

    /** Who makes the request, if it has a good credential. */
    static Optional<Principal> find(Incoming request, Authenticator authenticator) {
        try {
            return Optional.of(require(request, authenticator));
        } catch (ApiException _) { // it is not this request's affair
            return Optional.empty();
        }
    }

    private static Authentication authenticate(Incoming request, Authenticator authenticator) {
        List<String> authorization = request.headers("Authorization");
        List<String> apiKey = request.headers("X-API-Key");
        if (authorization.size() + apiKey.size() > 1) {
            throw denied(ApiCode.UNAUTHENTICATED, "send one credential", true);
        }
        if (!apiKey.isEmpty()) {
            return authenticator.authenticateKey(apiKey.getFirst());
        }
        if (authorization.isEmpty()) {
            throw denied(ApiCode.UNAUTHENTICATED, "send Authorization: Bearer and a token", false);
        }
        String value = authorization.getFirst();
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw denied(ApiCode.UNAUTHENTICATED, "the Authorization scheme must be Bearer", false);
        }
        return authenticator.authenticate(value.substring(SCHEME.length()).strip());
    }

    private static ApiException denied(ApiCode code, String reason, boolean given) {
        String challenge = new Authentication.Denied(code, reason).challenge(given);
        return new ApiException(ApiError.of(code, reason), Map.of("WWW-Authenticate", challenge), null);
    }
}
