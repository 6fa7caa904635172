package ai.rios.standalone.backup;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in the making: it stands beside the one that it is to become, and gets its name when it is whole. What is closed before,
 * or broken off by Ctrl-C, is deleted; a killed process leaves it under a name that nothing reads. Thread-safe.
 */
final class Unfinished implements AutoCloseable {
    /** Less is full. */
    private static final long FULL_BYTES = 1L << 20;

    private final Path target;
    private final Path path;
    private final Thread hook = Thread.ofPlatform().name("break-off").unstarted(this::breakOff);

    /** Ends what writes into the folder; set by the working thread, read by the hook. */
    private volatile @Nullable Runnable writers;

    /** Set by the hook, read by the working thread, whose failures are then nobody's concern. */
    private volatile boolean isBrokenOff;

    private Unfinished(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /**
     * Begins.
     *
     * @throws StandaloneException when the target is something already, or cannot be
     */
    static Unfinished of(Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        try {
            requireFree(target);
            if (parent == null) {
                throw new StandaloneException("The folder " + target + " cannot be made.");
            }
            OwnersFiles.makeFolder(parent);
            Path path = Files.createTempDirectory(parent, target.getFileName() + ".unfinished-");
            Unfinished unfinished = new Unfinished(target, path);
            Runtime.getRuntime().addShutdownHook(unfinished.hook);
            return unfinished;
        } catch (IOException failure) {
            throw new StandaloneException("The folder " + target + " cannot be made: " + failure + ".", failure);
        }
    }

    private static void requireFree(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new StandaloneException(target + " is a file; name a folder that is not there yet.");
        }
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new StandaloneException(
                        "The folder " + target + " is not empty; name one that is empty or not there yet.");
            }
        }
    }

    /** Where to write. */
    Path path() {
        return path;
    }

    /** Names what else writes into the folder: it is ended before the folder is deleted. */
    void writtenBy(Runnable end) {
        writers = end;
    }

    /** Whether nothing more can be written, or a failure says that it could not. */
    boolean isFull(Throwable failure) {
        return freeBytes() < FULL_BYTES || String.valueOf(failure.getMessage()).contains("No space left");
    }

    /** What may still be written. */
    long freeBytes() {
        return path.toFile().getUsableSpace();
    }

    /** It is whole. */
    void finish() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
        requireFree(target);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(target.resolveSibling(""), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void breakOff() {
        isBrokenOff = true;
        delete();
    }

    private void delete() {
        Runnable end = writers;
        if (end != null) {
            end.run();
        }
        try {
            FileTree.delete(path);
        } catch (IOException failure) {
            System.err.println("rios: left behind " + path + ": " + failure);
        }
    }

    /** Deletes it unless it is finished. */
    @Override
    public void close() {
        if (isBrokenOff) {
            // The process ends with the signal's status; what has failed by the break-off is not to end it with
            // another.
            while (true) {
                LockSupport.park(this);
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException breakingOff) {
            return;
        }
        delete();
    }
}
