package ai.rios.standalone.settings;

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

    /** The secret in {@code file}, made at the first call: 32 random bytes in base64. */
    public static String base64(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new StandaloneException(
                    "Cannot keep a secret in " + file + ": " + failure.getMessage() + ".", failure);
        }
    }

    private static void make(Path file) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        OwnersFile.write(file, Base64.getEncoder().encodeToString(secret));
    }
}
