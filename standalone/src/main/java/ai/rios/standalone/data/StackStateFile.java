package ai.rios.standalone.data;

import ai.rios.runtime.files.OwnersFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code run/state.json}: the running stack writes it, other commands read it. It is believed only while the folder's
 * lock is held, for a killed stack leaves it behind. Thread-safe; replaced as a whole, so readers never see half of it.
 */
public final class StackStateFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Path file;

    /** The state file of the data folder {@code folder}. */
    public StackStateFile(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.file = this.folder.resolve("run").resolve("state.json");
    }

    /**
     * Replaces what is said about the stack. Of two that write at the same time the later one also looks later, so that what was
     * seen first is not what stays.
     *
     * @param now looks how the stack is; empty when nothing is to be said
     */
    public synchronized void write(Supplier<Optional<StackState>> now) throws IOException {
        Optional<StackState> state = now.get();
        if (state.isEmpty()) {
            return;
        }
        OwnersFiles.makeFolder(folder.resolve("run"));
        Path fresh = file.resolveSibling("state.json.new");
        Files.writeString(fresh, print(state.get()));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a former run said is not so any more. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /** What runs now; processes that have ended since the last write say so. */
    public StackState read() {
        if (!FolderLock.isHeld(folder)) {
            return StackState.stopped(folder.toString());
        }
        StackState written = lastWritten();
        List<ProcessEntry> processes = written.processes().stream()
                .map(entry -> LiveProcess.isAlive(entry.pid())
                        ? entry
                        : new ProcessEntry(entry.name(), entry.pid(), "stopped"))
                .toList();
        return new StackState(
                written.state(),
                written.http(),
                written.kafka(),
                written.registry(),
                written.dataDir(),
                written.reason(),
                written.blockedTenants(),
                processes);
    }

    /** What was written last, whether or not it still runs. */
    public StackState lastWritten() {
        try {
            return JSON.readValue(Files.readString(file), StackState.class);
        } catch (NoSuchFileException | JsonProcessingException notYet) {
            // The lock is taken before the first write: the stack is just about to say more.
            return new StackState("starting", "", "", "", folder.toString(), "", List.of(), List.of());
        } catch (IOException failure) {
            throw new IllegalStateException("cannot read " + file, failure);
        }
    }

    /** The state as people's scripts read it. */
    public static String print(StackState state) {
        try {
            return JSON.writeValueAsString(state);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a state of texts and numbers is always JSON", impossible);
        }
    }
}
