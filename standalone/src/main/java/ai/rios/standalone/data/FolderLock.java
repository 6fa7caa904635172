package ai.rios.standalone.data;

import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's lock on a data folder. The system itself gives it back when its holder dies, which a file with
 * a process id does not do. Thread-safe.
 */
public final class FolderLock implements AutoCloseable {
    /** The locked file's name. */
    static final String FILE = "lock";

    /** A look at the lock holds it for an instant; a start waits such looks out. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock or refuses: a second instance on the same folder. */
    static FolderLock acquire(Path folder) {
        Deadline deadline = Deadline.after(PATIENCE);
        FileChannel channel = open(folder);
        while (tryLock(channel, false) == null) {
            if (deadline.isOver()) {
                close(channel);
                throw new StandaloneException("A stack already runs on the data folder " + folder
                        + "; stop it with ./rios down --data " + folder + " or choose another folder with --data.");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return new FolderLock(channel);
    }

    /** Whether a stack holds the folder now. Makes no file: the folder may just be on its way out. */
    public static boolean isHeld(Path folder) {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(channel, true) == null;
        } catch (NoSuchFileException neverLocked) {
            return false;
        } catch (IOException failure) {
            throw cannotLock(folder, failure);
        }
    }

    private static FileChannel open(Path folder) {
        try {
            return FileChannel.open(
                    folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw cannotLock(folder, failure);
        }
    }

    private static StandaloneException cannotLock(Path folder, IOException failure) {
        return new StandaloneException(
                "Cannot lock the data folder " + folder + ": " + failure.getMessage() + ".", failure);
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        } catch (IOException failure) {
            throw new StandaloneException("Cannot lock the data folder: " + failure.getMessage() + ".", failure);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new StandaloneException("Cannot release the data folder's lock.", failure);
        }
    }

    /** Releases it. Idempotent. */
    @Override
    public void close() {
        close(channel);
    }
}
