package ai.rios.standalone.data;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One stack's folder, open and locked for this process alone. The folders that are made are their owner's alone, for they hold
 * all tenants' data.
 *
 * <pre>
 * format       "rios-data 1": which layout this is
 * lock         held by the running stack's operating-system lock
 * kafka/       the broker's logs: the truth
 * streams/     local state of the services, rebuilt from the broker when it is lost
 * keys/        development keys and the stack's secrets, for the owner only
 * registry/    schema ids that are known already
 * run/         what runs now (state.json)
 * logs/        log files, bounded
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class DataFolder implements AutoCloseable {
    private static final String FORMAT_FILE = "format";
    private static final String FRESH_FORMAT = "format.new";
    private static final String FORMAT_NAME = "rios-data";
    private static final int FORMAT_VERSION = 1;
    /** What may lie in a folder that no stack has used yet: refused starts and tokens made in advance leave it. */
    private static final Set<String> HARMLESS = Set.of(FolderLock.FILE, FRESH_FORMAT, "keys", "logs", "run");

    /** Keys of the file by which a broker knows its folder. */
    private static final Set<String> IDENTITY = Set.of("version", "cluster.id", "node.id");

    /** Less is full: neither a log segment nor a state file grows any more. */
    private static final long FULL_BYTES = 1L << 20;

    /** What a start needs at least, for empty logs and state. */
    private static final long START_BYTES = 48L << 20;

    private final Path path;
    private final FolderLock lock;

    private DataFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder, making it when it is not there. Nothing in it is changed unless it is ours to use.
     *
     * @throws StandaloneException when it is in use, not one of ours, damaged, newer, or cannot be written
     */
    public static DataFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            OwnersFiles.makeFolder(path);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot make the data folder " + path + ": " + reason(failure), failure);
        }
        FolderLock lock = FolderLock.acquire(path);
        boolean opened = false;
        try {
            forgetFormerRun(path);
            requireRoom(path);
            checkFormat(path);
            DataFolder ours = new DataFolder(path, lock);
            ours.makeFolders();
            opened = true;
            return ours;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Where the data of the stacks of a checkout are unless another folder is named. */
    public static Path defaultIn(Path checkout) {
        return checkout.resolve(".data").toAbsolutePath().normalize();
    }

    /** First of all: others believe the file while the lock is held, and the ids in it may be strangers' processes by now. */
    private static void forgetFormerRun(Path path) {
        try {
            if (Files.exists(path.resolve(FORMAT_FILE))) {
                new StackStateFile(path).forget();
            }
        } catch (IOException failure) {
            throw new StandaloneException("Cannot use the data folder " + path + ": " + reason(failure), failure);
        }
    }

    /** All but the broker's, which is there when there has been a broker. */
    private void makeFolders() {
        try {
            for (Path inside : List.of(streams(), keys(), registry(), path.resolve("run"), logs())) {
                OwnersFiles.makeFolder(inside);
            }
        } catch (IOException failure) {
            throw new StandaloneException("Cannot use the data folder " + path + ": " + reason(failure), failure);
        }
    }

    private static void requireRoom(Path path) {
        long free = path.toFile().getUsableSpace();
        if (free < START_BYTES) {
            throw new StandaloneException("The disk of " + path + " is full: " + (free >> 20) + " MiB are free and "
                    + (START_BYTES >> 20) + " are needed; make room and start again, nothing acknowledged is lost.");
        }
    }

    private static void checkFormat(Path path) {
        Path marker = path.resolve(FORMAT_FILE);
        try {
            if (Files.exists(marker)) {
                requireReadable(path, Files.readString(marker).strip());
                requireWhole(path);
            } else {
                requireUnused(path);
                // Whole or not at all: half of it would be a damaged folder.
                Path fresh = Files.writeString(path.resolve(FRESH_FORMAT), FORMAT_NAME + " " + FORMAT_VERSION + "\n");
                Files.move(fresh, marker, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new StandaloneException("Cannot use the data folder " + path + ": " + reason(failure), failure);
        }
    }

    private static void requireReadable(Path path, String format) {
        String number = format.startsWith(FORMAT_NAME + " ") ? format.substring(FORMAT_NAME.length() + 1) : "";
        if (!number.matches("[1-9][0-9]{0,5}")) {
            throw new StandaloneException("The data folder " + path + " is damaged: its file " + FORMAT_FILE
                    + " does not say which format it has; restore the file or choose another folder with --data.");
        }
        if (Integer.parseInt(number) > FORMAT_VERSION) {
            throw new StandaloneException("The data folder " + path + " was made by a newer version (format " + number
                    + ", this version reads up to " + FORMAT_VERSION + "); use that version or another folder.");
        }
    }

    /** A broker formats its folder anew when the file that names it is lost, and would then serve an empty log. */
    private static void requireWhole(Path path) throws IOException {
        Path kafka = path.resolve("kafka");
        Path identity = kafka.resolve("meta.properties");
        if (Files.exists(identity)) {
            requireIdentity(path, identity);
        } else if (hasLogs(kafka)) {
            throw new StandaloneException("The data folder " + path + " is damaged: kafka/meta.properties is missing "
                    + "although there are logs; restore it from a backup or choose another folder with --data.");
        }
    }

    /** Each log is a folder. A first start that was broken off may have left files that are written before the identity. */
    private static boolean hasLogs(Path kafka) throws IOException {
        if (!Files.isDirectory(kafka)) {
            return false;
        }
        try (Stream<Path> files = Files.list(kafka)) {
            return files.anyMatch(Files::isDirectory);
        }
    }

    /** What a broker writes at its first start and cannot start without. */
    private static void requireIdentity(Path path, Path identity) throws IOException {
        Properties known = new Properties();
        boolean garbled = false;
        try (InputStream in = Files.newInputStream(identity)) {
            known.load(in);
        } catch (IllegalArgumentException badEscape) {
            garbled = true;
        }
        if (garbled || !known.stringPropertyNames().containsAll(IDENTITY)) {
            throw new StandaloneException("The data folder " + path + " is damaged: kafka/meta.properties does not say "
                    + "whose logs these are; restore it from a backup or choose another folder with --data.");
        }
    }

    private static void requireUnused(Path path) throws IOException {
        Set<String> strangers = names(path);
        strangers.removeAll(HARMLESS);
        if (!strangers.isEmpty()) {
            throw new StandaloneException("The folder " + path + " holds other things ("
                    + strangers.iterator().next() + ") and no file " + FORMAT_FILE
                    + ", so it is not a data folder; choose another with --data.");
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return (message == null ? failure.getClass().getSimpleName() : message) + ".";
    }

    /** The folder itself, absolute. */
    public Path path() {
        return path;
    }

    /** Whether nothing more can be written. */
    public boolean isFull() {
        return path.toFile().getUsableSpace() < FULL_BYTES;
    }

    /** The broker's logs. */
    public Path kafka() {
        return path.resolve("kafka");
    }

    /** Local state of the services. */
    public Path streams() {
        return path.resolve("streams");
    }

    /** Development keys and the stack's secrets. */
    public Path keys() {
        return path.resolve("keys");
    }

    /** Schema ids that are known already. */
    public Path registry() {
        return path.resolve("registry");
    }

    /** Log files. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** Frees the folder for another stack. */
    @Override
    public void close() {
        lock.close();
    }
}
