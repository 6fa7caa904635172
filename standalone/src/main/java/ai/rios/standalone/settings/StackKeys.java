package ai.rios.standalone.settings;

import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.signing.Signer;
import ai.rios.standalone.StandaloneException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The keys of a data folder: what a damaged one comes to is one sentence, and the file stays as it is. Stateless. */
public final class StackKeys {
    private static final String SIGNING_KEY = "signing.key";

    private StackKeys() {}

    /**
     * The key that development tokens are signed with, made at the first call.
     *
     * @param keys folder of the keys
     * @throws StandaloneException when it is damaged or cannot be kept
     */
    public static DevTokens tokens(Path keys) {
        try {
            return DevTokens.open(keys, InstantSource.system());
        } catch (UncheckedIOException | IllegalArgumentException | IllegalStateException failure) {
            Throwable inner = failure.getCause();
            Throwable reason = inner == null ? failure : inner;
            throw new StandaloneException(
                    "The token key " + keys.resolve("token-key.json") + " cannot be used: " + reason.getMessage()
                            + "; restore it, or move it away and a new one is made (tokens of the old one end).",
                    failure);
        }
    }

    /**
     * The secret that cursors and tickets are signed with, made at the first call: base64.
     *
     * @param keys folder of the keys
     * @throws StandaloneException when it is damaged or cannot be kept; the message does not repeat it
     */
    public static String signing(Path keys) {
        Path file = keys.resolve(SIGNING_KEY);
        String secret = SecretFile.base64(file);
        try {
            Signer.of(List.of(secret));
            return secret;
        } catch (IllegalArgumentException failure) {
            throw new StandaloneException(
                    "The signing key " + file
                            + " is damaged: it is no base64 of a key; restore it, or move it away and a new"
                            + " one is made (cursors and tickets of the old one end).",
                    failure);
        }
    }
}
