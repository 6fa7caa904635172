package ai.rios.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KeyFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void aNewKeyIsKeptForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("keys/peer.key");
        PublicKey made = KeyFile.loadOrCreate(file, random).publicKey();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(KeyFile.loadOrCreate(file, random).publicKey()).isEqualTo(made);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whereFilesHaveOneNameOnlyAKeyIsPlacedToo() throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), "new");
        Path name = folder.resolve("peer.key");
        KeyFile.place(fresh, name, (_, _) -> {
            throw new UnsupportedOperationException("one name a file");
        });
        assertThat(name).hasContent("new");
        assertThat(fresh).doesNotExist();
        Path later = Files.writeString(folder.resolve("later"), "other");
        assertThatThrownBy(() -> KeyFile.place(later, name, (_, file) -> {
                    throw new FileSystemException(file.toString(), null, "one name a file");
                }))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(name).hasContent("new");
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        Path file = folder.resolve("peer.key");
        KeyFile.loadOrCreate(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyFile.loadOrCreate(file, random))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileWithSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
        Path file = folder.resolve("peer.key");
        Files.writeString(file, "no key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> KeyFile.loadOrCreate(file, random))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("no key");
    }

    @Test
    void thoseWhoStartAtTheSameTimeGetTheSameKey() throws Exception {
        Path file = folder.resolve("peer.key");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<PublicKey>> starts = new ArrayList<>();
            for (int count = 0; count < 20; count++) {
                starts.add(() -> KeyFile.loadOrCreate(file, random).publicKey());
            }
            List<PublicKey> keys = new ArrayList<>();
            for (Future<PublicKey> start : threads.invokeAll(starts)) {
                keys.add(start.get());
            }
            assertThat(keys).containsOnly(KeyFile.load(file).publicKey());
        }
    }
}
