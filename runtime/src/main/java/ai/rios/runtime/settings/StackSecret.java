package ai.rios.runtime.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The secret that the services of one stack show to one another: one line of text in a file that only its owner may read. */
public final class StackSecret {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private StackSecret() {}

    /**
     * The secret in a file.
     *
     * @throws SettingsException when it cannot be read, is empty, or others than its owner may read it
     */
    public static String read(Path file) {
        try {
            FileStore disk = Files.getFileStore(file);
            if (disk.supportsFileAttributeView(PosixFileAttributeView.class)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new SettingsException(
                        "the stack's secret " + file + " can be read by others than its owner: chmod 600 it");
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new SettingsException("the stack's secret " + file + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new SettingsException("the stack's secret " + file + " cannot be read: " + e.getMessage());
        }
    }
}
