package ai.rios.edge.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of other languages that the tests of interoperability start. */
final class Tool {
    private static final Path FOLDER = Path.of("target", "tools").toAbsolutePath();

    private Tool() {}

    /** An interpreter from pyenv or the path, by its name such as {@code python2.7}. */
    static Optional<Path> python(String name) {
        String version = name.substring("python".length());
        List<Path> found = new ArrayList<>();
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            try (Stream<Path> versions = Files.list(pyenv)) {
                versions.filter(folder -> folder.getFileName().toString().startsWith(version))
                        .map(folder -> folder.resolve("bin").resolve("python"))
                        .forEach(found::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        Collections.sort(found, Collections.reverseOrder());
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Arrays.stream(path.split(":", -1)).map(folder -> Path.of(folder, name)).forEach(found::add);
        return found.stream().filter(Tool::runs).findFirst();
    }

    /** Installs a package and what it needs into a folder of its own under {@code target}, once. */
    static Path pip(Path python, String requirement) {
        Path folder = FOLDER.resolve(requirement.replace("==", "-"));
        Path done = folder.resolve(".installed");
        if (!Files.exists(done)) {
            run(
                    Duration.ofMinutes(5),
                    python.toString(),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--target",
                    folder.toString(),
                    requirement);
            try {
                Files.createFile(done);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return folder;
    }

    /** A script among the test's resources. */
    static Path script(String name) {
        URL url = Objects.requireNonNull(Tool.class.getResource("/websocket/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs a program; what it printed. Fails when it fails, or when the time is over. */
    static String run(Duration limit, String... command) {
        try {
            Path output = Files.createTempFile("tool", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(
                        String.join(" ", command) + (ended ? " failed: " : " did not end: ") + printed);
            }
            return printed;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0]);
        }
    }

    private static boolean runs(Path python) {
        if (!Files.isExecutable(python)) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(python.toString(), "-m", "pip", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false; // a shim without its interpreter
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
