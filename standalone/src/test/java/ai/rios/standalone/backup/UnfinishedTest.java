package ai.rios.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.files.OwnersFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    @TempDir
    Path folder;

    @Test
    void nothingHasTheNameBeforeTheEnd() throws IOException {
        Path target = folder.resolve("deep/target");
        try (Unfinished unfinished = Unfinished.of(target)) {
            Files.writeString(unfinished.path().resolve("file"), "text");
            assertThat(target).doesNotExist();

            unfinished.finish();
        }
        assertThat(target.resolve("file")).hasContent("text");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(folder.resolve("deep").toFile().list()).containsExactly("target");
    }

    @Test
    void whatIsGivenUpLeavesNothing() throws IOException {
        try (Unfinished unfinished = Unfinished.of(folder.resolve("target"))) {
            Files.writeString(unfinished.path().resolve("file"), "text");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        try (Unfinished unfinished = Unfinished.of(target)) {
            Files.writeString(unfinished.path().resolve("file"), "text");
            unfinished.finish();
        }

        assertThat(target.resolve("file")).exists();
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAsItIs() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path mine = Files.writeString(target.resolve("mine"), "text");

        assertThatThrownBy(() -> Unfinished.of(target)).hasMessageContaining("is not empty");
        assertThatThrownBy(() -> Unfinished.of(mine)).hasMessageContaining("is a file");

        assertThat(folder).isDirectoryContaining(path -> path.equals(target));
        assertThat(mine).hasContent("text");
    }

    @Test
    void aFolderThatFillsMeanwhileIsLeftAsItIs() throws IOException {
        Path target = folder.resolve("target");
        try (Unfinished unfinished = Unfinished.of(target)) {
            Files.createDirectory(target);
            Files.writeString(target.resolve("mine"), "text");

            assertThatThrownBy(unfinished::finish).hasMessageContaining("is not empty");
        }
        assertThat(target.resolve("mine")).hasContent("text");
        assertThat(folder.toFile().list()).containsExactly("target");
    }

    @Test
    void whatIsBrokenOffWhileItIsWrittenLeavesNothing() throws Exception {
        BlockingQueue<Unfinished> begun = new ArrayBlockingQueue<>(1);
        Thread.ofVirtual().start(() -> {
            try (Unfinished unfinished = Unfinished.of(folder.resolve("target"))) {
                begun.add(unfinished);
                for (int count = 0; !Thread.currentThread().isInterrupted(); count++) {
                    Path deep = unfinished.path().resolve(Integer.toString(count % 10));
                    OwnersFiles.secure(deep.resolve(Integer.toString(count)));
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        Unfinished unfinished = begun.take();
        while (Files.notExists(unfinished.path().resolve("9"))) {
            Thread.onSpinWait();
        }

        unfinished.breakOff();

        assertThat(folder).isEmptyDirectory();
    }
}
