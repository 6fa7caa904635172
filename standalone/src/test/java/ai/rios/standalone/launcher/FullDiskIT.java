package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under a running stack: a small memory file system, so root is needed to mount it. */
final class FullDiskIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private Path disk = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        boolean mounted = system("mount", "-t", "tmpfs", "-o", "size=320m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "mounting a tmpfs needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        new Launcher(disk.resolve("data")).down();
        system("umount", "-l", disk.toString());
    }

    @Test
    void nothingAcknowledgedIsMissingOnceThereIsRoomAgain() throws IOException {
        Launcher stack = new Launcher(disk.resolve("data"));
        Launcher.Result up = stack.up("--set", "edge.append-limit=5s");
        assertThat(up.status()).as(up.output()).isZero();
        Path ballast = disk.resolve("ballast");
        Path more = disk.resolve("more");
        List<String> acknowledged = new ArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        try (Client client = new Client(stack.status().path("http").asText(), stack.token())) {
            assertThat(client.create("first")).isEqualTo(201);
            acknowledged.add("first");
            fill(ballast);
            boolean ended = Launcher.await(
                    () -> {
                        String name = "full-" + attempts.incrementAndGet();
                        if (client.create(name) == 201) {
                            acknowledged.add(name);
                        }
                        return stack.status().path("state").asText().equals("stopped");
                    },
                    LIMIT);
            assertThat(ended).isTrue();
        }
        // A broker that ends gives back what its logs had reserved, and that may be enough for a start.
        fill(more);
        Launcher.Result whileFull = stack.up();
        assertThat(whileFull.status()).isEqualTo(1);
        assertThat(whileFull.output().strip())
                .startsWith("rios: ")
                .contains("is full")
                .hasLineCount(1);

        Files.delete(ballast);
        Files.delete(more);

        Launcher.Result again = stack.up();
        assertThat(again.status()).as(again.output()).isZero();
        try (Client client = new Client(stack.status().path("http").asText(), stack.token())) {
            assertThat(Launcher.await(() -> client.names().containsAll(acknowledged), LIMIT))
                    .isTrue();
        }
    }

    @Test
    void neitherABackupNorARestoreLeavesAnythingOnAFullDisk() throws IOException {
        Launcher stack = new Launcher(folder.resolve("data"));
        assertThat(stack.up().status()).isZero();
        assertThat(stack.down().status()).isZero();
        Path whole = folder.resolve("whole");
        assertThat(stack.run(List.of("backup", whole.toString())).status()).isZero();
        Path ballast = disk.resolve("ballast");
        fill(ballast);

        Launcher.Result backup =
                stack.run(List.of("backup", disk.resolve("backup").toString()));
        Launcher.Result noRoom = new Launcher(disk.resolve("data")).run(List.of("restore", whole.toString()));

        for (Launcher.Result refused : List.of(backup, noRoom)) {
            assertThat(refused.status()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output().strip())
                    .startsWith("rios: ")
                    .contains("is full")
                    .hasLineCount(1);
        }
        assertThat(disk.toFile().list()).containsExactly("ballast");
        Files.delete(ballast);

        CompletableFuture<Launcher.Result> restore = CompletableFuture.supplyAsync(
                () -> new Launcher(disk.resolve("data")).run(List.of("restore", whole.toString())));
        assertThat(Launcher.await(() -> Objects.requireNonNull(disk.toFile().list()).length > 0, LIMIT))
                .isTrue();
        while (!restore.isDone()) {
            // A broker that ends gives room back.
            fill(disk.resolve("ballast-" + System.nanoTime()));
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(restore.join().status()).as(restore.join().output()).isEqualTo(1);
        assertThat(restore.join().output()).contains("rios: ", "is full");
        assertThat(disk.toFile().list()).allMatch(name -> name.startsWith("ballast-"));
    }

    /** Writes until the disk takes no more. */
    private static void fill(Path file) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int system(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
