package ai.rios.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class StackStateFileTest {
    /** No system gives this id away. */
    private static final long NOBODY = 4_194_305;

    @TempDir
    Path folder;

    private StackState ready() {
        return new StackState(
                "ready",
                "http://127.0.0.1:1",
                "127.0.0.1:2",
                "http://127.0.0.1:3",
                folder.toString(),
                "",
                List.of(),
                List.of(
                        new ProcessEntry("stack", ProcessHandle.current().pid(), "running"),
                        new ProcessEntry("broker", NOBODY, "running")));
    }

    @Test
    void aStateIsBelievedOnlyWhileTheFolderIsHeld() throws IOException {
        StackStateFile file = new StackStateFile(folder);
        DataFolder held = DataFolder.open(folder);
        file.write(() -> Optional.of(ready()));

        assertThat(file.read().state()).isEqualTo("ready");

        held.close();
        assertThat(file.read()).isEqualTo(StackState.stopped(folder.toString()));
    }

    @Test
    void aDeadProcessIsSaidToHaveStopped() throws IOException {
        StackStateFile file = new StackStateFile(folder);
        try (DataFolder held = DataFolder.open(folder)) {
            file.write(() -> Optional.of(ready()));

            assertThat(file.read().reason()).isEmpty();
            assertThat(file.read().blockedTenants()).isEmpty();
            assertThat(file.read().processes())
                    .extracting(ProcessEntry::name, ProcessEntry::state)
                    .containsExactly(tuple("stack", "running"), tuple("broker", "stopped"));
            assertThat(held.path()).isEqualTo(folder);
        }
    }

    @Test
    @Timeout(30)
    void whatWasSeenFirstIsNotWrittenOverWhatWasSeenLater() throws Exception {
        StackStateFile file = new StackStateFile(folder);
        AtomicInteger pid = new AtomicInteger(1);
        AtomicBoolean laterHasLooked = new AtomicBoolean();
        Thread later = new Thread(() -> write(file, () -> {
            laterHasLooked.set(true);
            return Optional.of(broker(pid.get()));
        }));

        // The first has looked and is held up, while the process gets another id and a second comes to say so
        file.write(() -> {
            StackState seen = broker(pid.get());
            pid.set(2);
            later.start();
            while (!laterHasLooked.get() && later.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            return Optional.of(seen);
        });
        later.join();

        assertThat(file.lastWritten().processes()).extracting(ProcessEntry::pid).containsExactly(2L);
    }

    @Test
    void nothingIsWrittenWhereNothingIsToBeSaid() throws IOException {
        StackStateFile file = new StackStateFile(folder);
        file.write(() -> Optional.of(broker(1)));

        file.write(Optional::empty);

        assertThat(file.lastWritten().processes()).extracting(ProcessEntry::pid).containsExactly(1L);
    }

    private static void write(StackStateFile file, Supplier<Optional<StackState>> now) {
        try {
            file.write(now);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static StackState broker(long pid) {
        return new StackState(
                "ready", "", "", "", "", "", List.of(), List.of(new ProcessEntry("broker", pid, "running")));
    }

    @Test
    void scriptsFindTheAgreedNames() {
        assertThat(StackStateFile.print(ready()))
                .contains(
                        "\"state\"",
                        "\"http\"",
                        "\"kafka\"",
                        "\"registry\"",
                        "\"data_dir\"",
                        "\"processes\"",
                        "\"pid\"")
                .doesNotContain("\"reason\"");
    }
}
