package ai.rios.standalone.settings;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that a stack makes for itself, in files that only their owner may read. Stateless. */
public final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /** The secret in {@code file}, made at the first call: 32 random bytes in base64; the same for all that call at once. */
    public static String base64(Path file) {
        try {
            String secret = Files.exists(file) ? Files.readString(file) : OwnersFiles.writeOnce(file, fresh());
            return secret.strip();
        } catch (IOException failure) {
            throw new StandaloneException(
                    "Cannot keep a secret in " + file + ": " + failure.getMessage() + ".", failure);
        }
    }

    private static String fresh() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }
}
