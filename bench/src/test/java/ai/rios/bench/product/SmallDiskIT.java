package ai.rios.bench.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SmallDiskIT {
    private static final int FREE_MEBIBYTES = 2;

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void fillFolder() throws IOException {
        assumeTrue(SmallDisk.obstacle().isEmpty(), "mounting needs root");
        folder = parent.resolve("data");
        Files.createDirectories(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/old"), "old");
    }

    @Test
    void whatIsInTheFolderGoesToTheSmallDiskAndBack() throws IOException {
        SmallDisk disk = SmallDisk.under(folder, FREE_MEBIBYTES);
        assertThat(folder.resolve("deep/old")).hasContent("old");
        disk.fill();
        assertThatThrownBy(() -> Files.write(folder.resolve("more"), new byte[1 << 17]))
                .isInstanceOf(IOException.class);
        Files.deleteIfExists(folder.resolve("more"));
        disk.makeRoom();
        Files.writeString(folder.resolve("deep/new"), "new");

        disk.moveBack();

        assertThat(folder.resolve("deep/old")).hasContent("old");
        assertThat(folder.resolve("deep/new")).hasContent("new");
        assertThat(folder.toFile().getTotalSpace()).isEqualTo(parent.toFile().getTotalSpace());
        assertThat(parent.toFile().list()).containsExactly("data");
    }

    @Test
    void aDroppedDiskLeavesTheFolderAsItWasBefore() throws IOException {
        SmallDisk disk = SmallDisk.under(folder, FREE_MEBIBYTES);
        Files.writeString(folder.resolve("deep/new"), "new");

        disk.drop();

        assertThat(folder.resolve("deep/old")).hasContent("old");
        assertThat(folder.resolve("deep/new")).doesNotExist();
        assertThat(parent.toFile().list()).containsExactly("data");
    }
}
