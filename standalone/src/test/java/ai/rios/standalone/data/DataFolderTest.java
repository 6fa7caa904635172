package ai.rios.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void aNewFolderGetsItsFormat() throws IOException {
        try (DataFolder opened = DataFolder.open(folder.resolve("fresh"))) {
            assertThat(opened.path().resolve("format")).hasContent("rios-data 1");
        }
    }

    @Test
    void aSecondInstanceIsRefusedUntilTheFirstHasClosed() {
        DataFolder first = DataFolder.open(folder);

        assertThat(FolderLock.isHeld(folder)).isTrue();
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("already runs");

        first.close();
        assertThat(FolderLock.isHeld(folder)).isFalse();
        DataFolder.open(folder).close();
    }

    @Test
    void aNewerFolderIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(folder.resolve("format"), "rios-data 2\n");

        assertRefused("newer version (format 2");
        assertThat(folder.resolve("format")).hasContent("rios-data 2");
    }

    @Test
    void aFormatThatSaysNothingIsDamage() throws IOException {
        Files.writeString(folder.resolve("format"), "\u0000\u0000");

        assertRefused("is damaged");
    }

    @Test
    void logsWithoutTheFileThatNamesThemAreDamage() throws IOException {
        DataFolder.open(folder).close();
        Files.createDirectories(folder.resolve("kafka/rios.deployments.events-0"));

        assertRefused("kafka/meta.properties is missing");
    }

    @Test
    void aFirstStartThatWasKilledWhileTheBrokerFormattedItsFolderIsNoDamage() throws IOException {
        DataFolder.open(folder).close();
        Files.createFile(Files.createDirectories(folder.resolve("kafka")).resolve("bootstrap.checkpoint"));

        DataFolder.open(folder).close();
    }

    @Test
    void aFirstStartThatWasKilledBeforeTheFormatWasWholeIsNoDamage() throws IOException {
        Files.createFile(folder.resolve("format.new"));

        DataFolder.open(folder).close();

        assertThat(names()).contains("format").doesNotContain("format.new");
    }

    @Test
    void whatIsMadeIsTheOwnersAlone() throws IOException {
        DataFolder.open(folder.resolve("fresh")).close();

        try (Stream<Path> made = Files.walk(folder.resolve("fresh"))) {
            assertThat(made.filter(Files::isDirectory))
                    .extracting(path -> PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .hasSize(6)
                    .containsOnly("rwx------");
        }
    }

    @Test
    void aFolderOfThePersonsOwnIsLeftAsItIsAndWhatIsMadeInItIsNot() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        DataFolder opened = DataFolder.open(folder);
        opened.close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened.streams())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatAFormerRunSaidOfItsProcessesIsForgotten() throws IOException {
        DataFolder.open(folder).close();
        StackStateFile file = new StackStateFile(folder);
        file.write(() -> Optional.of(new StackState(
                "ready",
                "",
                "",
                "",
                folder.toString(),
                "",
                List.of(),
                List.of(new ProcessEntry("stack", 1, "running")))));

        try (DataFolder again = DataFolder.open(folder)) {
            assertThat(file.read().state()).isEqualTo("starting");
            assertThat(file.read().processes()).isEmpty();
            assertThat(again.path()).isEqualTo(folder);
        }
    }

    @Test
    void aStrangersFileOfThatNameIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "years of work");
        Path theirs =
                Files.writeString(Files.createDirectory(folder.resolve("run")).resolve("state.json"), "theirs");

        assertRefused("holds other things");
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void aFolderOfOtherThingsIsNotTakenOver() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "years of work");

        assertRefused("holds other things (thesis.tex)");
        assertThat(names()).containsExactlyInAnyOrder("thesis.tex", "lock");
    }

    @Test
    void aTokenMadeInAdvanceDoesNotMakeAFolderStrange() throws IOException {
        Files.createDirectories(folder.resolve("keys"));

        DataFolder.open(folder).close();

        assertThat(folder.resolve("format")).exists();
    }

    @Test
    void aRefusalReleasesTheFolder() throws IOException {
        Files.writeString(folder.resolve("format"), "rios-data 2\n");
        assertRefused("newer");

        assertThat(FolderLock.isHeld(folder)).isFalse();
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(folder.toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
