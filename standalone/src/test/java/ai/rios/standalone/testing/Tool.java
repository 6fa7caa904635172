package ai.rios.standalone.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Command-line tools of other languages, run with a limit. */
public final class Tool {
    private Tool() {}

    /** Skips the test, saying so, when a tool is not on the path. */
    public static void require(String tool) {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        assumeTrue(found, tool + " is not on the PATH: this test needs it");
    }

    /**
     * Runs a command and answers what it printed.
     *
     * @throws AssertionError when it fails or takes longer than the limit; the message holds all it printed
     */
    public static String run(Path folder, Duration limit, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "tool-", ".out");
            Path errors = Files.createTempFile(folder, "tool-", ".err");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end in " + limit + ": " + Files.readString(errors));
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        command + " ended with " + process.exitValue() + ": " + printed + Files.readString(errors));
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
    }
}
