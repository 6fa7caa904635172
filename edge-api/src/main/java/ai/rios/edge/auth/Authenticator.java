package ai.rios.edge.auth;

/** Tells who presents a credential. Thread-safe. */
public interface Authenticator {
    /** API keys begin with this; nothing issues them yet. */
    String API_KEY_PREFIX = "rios_";

    /**
     * Checks a credential.
     *
     * @param token the text after {@code Bearer}, or of any other place that carries the same credential; not yet checked for
     *     anything
     */
    Authentication authenticate(String token);

    /** As {@link #authenticate}, for what stands in {@code X-API-Key}: an API key, and never a token. */
    default Authentication authenticateKey(String key) {
        return key.startsWith(API_KEY_PREFIX) ? authenticate(key) : Authentication.denied("the API key is not known");
    }
}
