package ai.rios.bench.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aServiceIsGivenAnotherAddressOfAServerAndNothingElse() throws IOException {
        Path settings = Files.createDirectories(folder.resolve("run")).resolve("edge.properties");
        Files.writeString(settings, "kafka.servers=127.0.0.1:9092\nregistry.urls=http://127.0.0.1:8081/apis\n");
        SplitStack stack = SplitStack.on(new Launcher(folder), folder, List.of());

        stack.redirect("edge", 8081, 7);

        assertThat(settings).hasContent("kafka.servers=127.0.0.1:9092\nregistry.urls=http://127.0.0.1:7/apis\n");
        assertThatThrownBy(() -> stack.redirect("edge", 8081, 7)).hasMessageContaining("does not name a server");
    }

    @Test
    void whatHasVanishedHasNoBytes() {
        assertThat(SplitStack.bytes(folder.resolve("gone"))).isZero();
    }
}
