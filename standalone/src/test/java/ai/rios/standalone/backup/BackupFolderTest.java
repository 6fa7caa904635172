package ai.rios.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFolderTest {
    private static final String TOPIC = "t.events";

    @TempDir
    Path folder;

    private BackupFolder backup;
    private Manifest manifest;

    @BeforeEach
    void make() throws IOException {
        backup = new BackupFolder(folder.resolve("backup"));
        Manifest.Part part;
        try (RecordsWriter writer = new RecordsWriter(backup.records(TOPIC, 3))) {
            for (StoredRecord record : records()) {
                writer.write(record);
            }
            part = writer.finish(3, 9);
        }
        OwnersFiles.write(backup.key("signing.key"), "secret");
        manifest = new Manifest(
                BackupFolder.FORMAT,
                "1.2.3",
                "2026-01-01T00:00:00Z",
                12,
                List.of(new Manifest.Topic(TOPIC, 12, Map.of("cleanup.policy", "delete"), List.of(part))),
                List.of(new Manifest.KeyFile("signing.key", 6, Checksums.of(backup.key("signing.key")))));
        backup.write(manifest);
    }

    private static List<StoredRecord> records() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("tenant", bytes("acme"));
        headers.add("nothing", null);
        return List.of(
                new StoredRecord(4, 17, bytes("acme"), bytes("created"), headers),
                new StoredRecord(7, 18, null, null, new RecordHeaders()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(backup.path())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void refused(Path file) {
        assertThatThrownBy(backup::verified)
                .isInstanceOf(StandaloneException.class)
                .hasMessageStartingWith("The backup is damaged: ")
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("; nothing was restored.");
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        assertThat(backup.verified()).isEqualTo(manifest);

        List<StoredRecord> read = new ArrayList<>();
        try (RecordsReader reader = new RecordsReader(backup.records(TOPIC, 3), 2)) {
            for (Optional<StoredRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                read.add(next.get());
            }
        }
        assertThat(read).usingRecursiveComparison().isEqualTo(records());
    }

    @Test
    void everyFileIsItsOwnersAlone() throws IOException {
        assertThat(files())
                .hasSize(4)
                .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        try (Stream<Path> folders = Files.walk(backup.path())) {
            assertThat(folders.filter(Files::isDirectory))
                    .allSatisfy(inside -> assertThat(Files.getPosixFilePermissions(inside))
                            .isEqualTo(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The manifest's own damage may show in its checksum's file, or the other way round; all else names the file. */
    @Test
    void everyByteThatChangesIsFound() throws IOException {
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at++) {
                for (int bit : new int[] {0, 7}) {
                    byte[] bad = good.clone();
                    bad[at] ^= (byte) (1 << bit);
                    Files.write(file, bad);
                    refused(file.endsWith("manifest.sha256") ? backup.path() : file);
                }
            }
            Files.write(file, good);
        }
        assertThat(backup.verified()).isEqualTo(manifest);
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            for (int length = 0; length < good.length; length++) {
                Files.write(file, java.util.Arrays.copyOf(good, length));
                refused(file.endsWith("manifest.sha256") ? backup.path() : file);
            }
            Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
            refused(file.endsWith("manifest.sha256") ? backup.path() : file);
            Files.write(file, good);
        }
    }

    @Test
    void aFileThatIsMissingOrTooManyIsFound() throws IOException {
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            if (file.endsWith("manifest.json")) {
                assertThatThrownBy(backup::verified).hasMessageContaining("has no manifest.json");
            } else {
                refused(file);
            }
            Files.write(file, good);
        }
        Path stranger = Files.writeString(backup.path().resolve("topics/notes"), "x");
        refused(stranger);
    }

    @Test
    void aRecordThatIsDamagedIsNamedWhereTheManifestWasMadeToFit() throws IOException {
        Path file = backup.records(TOPIC, 3);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> {
                        try (RecordsReader reader = new RecordsReader(file, 2)) {
                            while (reader.next().isPresent()) {
                                // on to the damage
                            }
                        }
                    })
                    .as("byte " + at)
                    .isInstanceOf(StandaloneException.class)
                    .hasMessageContaining(file + ": at record ");
        }
    }

    @Test
    void whatIsNoBackupSaysSo() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> new BackupFolder(nowhere).verified())
                .hasMessage("There is no backup " + nowhere + ".");

        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> new BackupFolder(empty).verified()).hasMessageContaining("is not a backup");
    }

    @Test
    void aNewerFormatIsRefusedByItsNumber() throws IOException {
        backup.write(new Manifest(BackupFolder.FORMAT + 1, "9", "", 12, List.of(), List.of()));

        assertThatThrownBy(backup::verified)
                .hasMessageContaining("was made by a newer version (format " + (BackupFolder.FORMAT + 1));
    }

    @Test
    void aNameThatLeadsElsewhereIsDamage() throws IOException {
        Path file = backup.path().resolve("manifest.json");
        OwnersFiles.write(file, Files.readString(file).replace("signing.key", "../../etc/passwd"));
        OwnersFiles.write(backup.path().resolve("manifest.sha256"), checksum(file) + "\n");

        refused(file);
    }

    private static String checksum(Path file) {
        try {
            return Checksums.of(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
