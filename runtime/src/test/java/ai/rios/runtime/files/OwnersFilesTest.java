package ai.rios.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OwnersFilesTest {
    @TempDir
    Path folder;

    @Test
    void foldersAndFilesAreTheOwnersAlone() throws IOException {
        Path file = folder.resolve("a/b/secret");

        OwnersFiles.write(file, "one");
        OwnersFiles.secure(folder.resolve("c/log"));

        assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("c"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("c/log"))).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatIsThereIsLeftAsItIs() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        OwnersFiles.makeFolder(folder);

        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFileThatOthersCouldReadIsReplacedByOneThatTheyCannot() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        OwnersFiles.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws IOException {
        Path file = folder.resolve("file");

        assertThat(OwnersFiles.writeOnce(file, "one")).isEqualTo("one");
        assertThat(OwnersFiles.writeOnce(file, "two")).isEqualTo("one");

        assertThat(names()).containsExactly("file");
    }

    @Test
    @Timeout(60)
    void ofManyAtOnceOneWrites() throws Exception {
        int writers = 8;
        Path file = folder.resolve("file");
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            String text = "text " + i;
            tries.add(() -> {
                together.await();
                return OwnersFiles.writeOnce(file, text);
            });
        }

        List<Future<String>> said;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            said = threads.invokeAll(tries);
        }

        for (Future<String> one : said) {
            assertThat(one.get()).isEqualTo(Files.readString(file));
        }
        assertThat(names()).containsExactly("file");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
