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
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A folder in the making: it stands beside the one that it is to become, and gets its name when it is whole. What is closed before,
 * or broken off by Ctrl-C, is deleted; a killed process leaves it under a name that nothing reads. Confined to the thread that
 * makes it, which is interrupted when the process is told to end: nothing may be written any more when the folder is deleted.
 */
final class Unfinished implements AutoCloseable {
    /** Less is full. */
    private static final long FULL_BYTES = 1L << 20;

    /** A broker and a registry that are told to stop are gone by then. */
    private static final Duration GIVE_UP_LIMIT = Duration.ofSeconds(40);

    private final Path target;
    private final Path path;
    private final Thread writer = Thread.currentThread();
    private final Thread hook = Thread.ofPlatform().name("break-off").unstarted(this::breakOff);
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /** Set by the hook, read by the writer, whose failures are then nobody's concern. */
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
            unfinished.begin();
            return unfinished;
        } catch (IOException failure) {
            throw new StandaloneException("The folder " + target + " cannot be made: " + failure + ".", failure);
        }
    }

    private void begin() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            delete();
            awaitEnd();
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

    /** What the hook does: the writer gives up, and what it has written is deleted. */
    void breakOff() {
        isBrokenOff = true;
        writer.interrupt();
        try {
            if (!givenUp.await(GIVE_UP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("rios: " + path + " is still written to");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        delete();
    }

    private void delete() {
        try {
            FileTree.delete(path);
        } catch (IOException failure) {
            System.err.println("rios: left behind " + path + ": " + failure);
        }
    }

    /** Deletes it unless it is finished. Does not return when the process is told to end. */
    @Override
    public void close() {
        if (isBrokenOff) {
            awaitEnd();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            awaitEnd();
        }
        delete();
    }

    /** The process ends with the signal's status; what has failed by the break-off is not to end it with another. */
    private void awaitEnd() {
        givenUp.countDown();
        while (true) {
            LockSupport.park(this);
        }
    }
}
