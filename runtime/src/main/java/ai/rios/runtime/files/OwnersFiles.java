package ai.rios.runtime.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that only their owner may use. What is there whole is seen whole: a file gets its name when its text is in it,
 * so that several processes may make the same at once. Stateless.
 */
public final class OwnersFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnersFiles() {}

    /** Makes a folder with those above it that are not there; one that is there is left as it is. */
    public static Path makeFolder(Path folder) throws IOException {
        return Files.createDirectories(folder, NEW_FOLDER);
    }

    /** Makes an empty {@code file} unless it is there, with its folder, and the owner's alone if it was not. */
    public static void secure(Path file) throws IOException {
        makeFolder(file.toAbsolutePath().resolveSibling(""));
        try {
            Files.createFile(file, NEW_FILE);
        } catch (FileAlreadyExistsException there) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** Replaces {@code file} by {@code text}; its folder is made when it is not there. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = fresh(file, text);
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Makes {@code file} of {@code text} unless it is there: of several that try at once one succeeds.
     *
     * @return what the file says now, which is another's text where that one came first
     */
    public static String writeOnce(Path file, String text) throws IOException {
        Path fresh = fresh(file, text);
        try {
            Files.createLink(file, fresh);
            return text;
        } catch (FileAlreadyExistsException another) {
            return Files.readString(file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A file beside {@code file} with a name of its own, for that of another process must not be written to. */
    private static Path fresh(Path file, String text) throws IOException {
        Path folder = makeFolder(file.toAbsolutePath().resolveSibling(""));
        Path fresh = Files.createTempFile(folder, file.getFileName() + ".", ".new", NEW_FILE);
        boolean written = false;
        try {
            Files.writeString(fresh, text);
            written = true;
            return fresh;
        } finally {
            if (!written) {
                Files.deleteIfExists(fresh);
            }
        }
    }
}
