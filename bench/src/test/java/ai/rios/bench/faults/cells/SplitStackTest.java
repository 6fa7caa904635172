package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SplitStackTest {
    @TempDir
    Path folder;

    @Test
    void bytesAreThoseOfTheFilesOfAllFolders() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Files.write(deep.resolve("one"), new byte[10]);
        Files.write(folder.resolve("two"), new byte[5]);

        assertThat(SplitStack.bytes(folder)).isEqualTo(15);
    }

    @Test
    void whatHasVanishedHasNoBytes() {
        assertThat(SplitStack.bytes(folder.resolve("gone"))).isZero();
    }
}
