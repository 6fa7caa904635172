package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.io.SyncedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps an identity in a file that only its owner may read: the protobuf of the private key, as other libp2p programs
 * keep it. Stateless.
 */
public final class KeyFile {
    private static final int LONGEST = 128;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * The key in {@code file}; a new one is made, and kept there, where there is none. Two that do so at the same time get
     * the same key.
     *
     * @throws IOException when the file cannot be read or made, or others than its owner have rights to it
     * @throws MalformedException when there is something else in it
     */
    public static PrivateKey loadOrCreate(Path file, SecureRandom random) throws IOException {
        try {
            return load(file);
        } catch (NoSuchFileException none) {
            create(file, PrivateKey.generate(random));
            return load(file);
        }
    }

    /**
     * The key in {@code file}.
     *
     * @throws NoSuchFileException when there is no file
     * @throws IOException when it cannot be read, or others than its owner have rights to it
     * @throws MalformedException when there is something else in it
     */
    public static PrivateKey load(Path file) throws IOException {
        Set<PosixFilePermission> others = EnumSet.copyOf(OWNERS);
        others.addAll(Files.getPosixFilePermissions(file));
        others.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!others.isEmpty()) {
            throw new AccessDeniedException(file.toString(), null, "others than its owner have rights to this key");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return PrivateKey.decode(in.readNBytes(LONGEST));
        } catch (MalformedException refused) {
            throw new MalformedException(file + " holds no key: " + refused.getMessage(), refused);
        }
    }

    /**
     * Puts the key there whole or not at all, and leaves a file that is there already. It is on the disk when this returns:
     * an identity that others have been told of must not be lost with the power.
     */
    private static void create(Path file, PrivateKey key) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = Files.createTempFile(folder, ".key", "", PosixFilePermissions.asFileAttribute(OWNERS));
        try {
            SyncedFiles.write(fresh, key.encode());
            place(fresh, file, Files::createLink);
            SyncedFiles.syncNames(file.toAbsolutePath().resolveSibling("."));
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Gives {@code file} another name, where that name is free; as {@link Files#createLink}. */
    interface Linker {
        void link(Path name, Path file) throws IOException;
    }

    /**
     * Names the file so, where that name is free. Where the file system knows no second name of a file, the name is taken
     * first, by an empty file: whoever reads it in between finds no key, and says so.
     *
     * @throws FileAlreadyExistsException where the name is taken
     */
    static void place(Path fresh, Path name, Linker linker) throws IOException {
        try {
            linker.link(name, fresh);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.createFile(name, PosixFilePermissions.asFileAttribute(OWNERS));
            boolean done = false;
            try {
                Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
                done = true;
            } finally {
                if (!done) {
                    Files.delete(name);
                }
            }
        }
    }
}
