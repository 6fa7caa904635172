package ai.rios.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        file.write(ready());

        assertThat(file.read().state()).isEqualTo("ready");

        held.close();
        assertThat(file.read()).isEqualTo(StackState.stopped(folder.toString()));
    }

    @Test
    void aDeadProcessIsSaidToHaveStopped() throws IOException {
        StackStateFile file = new StackStateFile(folder);
        try (DataFolder held = DataFolder.open(folder)) {
            file.write(ready());

            assertThat(file.read().reason()).isEmpty();
            assertThat(file.read().blockedTenants()).isEmpty();
            assertThat(file.read().processes())
                    .extracting(ProcessEntry::name, ProcessEntry::state)
                    .containsExactly(tuple("stack", "running"), tuple("broker", "stopped"));
            assertThat(held.path()).isEqualTo(folder);
        }
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
