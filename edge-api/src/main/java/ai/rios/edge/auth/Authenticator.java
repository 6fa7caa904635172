package ai.rios.edge.auth;

/** Tells who presents a credential. Thread-safe. */
public interface Authenticator {
    /**
     * Checks a credential.
     *
     * @param token the text after {@code Bearer}, or of any other place that carries the same credential; not yet checked for
     *     anything
     */
    Authentication authenticate(String token);
}
