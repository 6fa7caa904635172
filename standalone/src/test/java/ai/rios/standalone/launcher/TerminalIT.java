package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.rios.standalone.process.Installation;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./rios up} at a real terminal: {@code script} gives it one, and a typed Ctrl-C goes to the whole foreground group. */
final class TerminalIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CTRL_C = 3;

    @TempDir
    Path folder;

    private Path data = Path.of("");
    private Path screen = Path.of("");

    @BeforeEach
    void requireTerminals() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script (package bsdutils or util-linux)");
        data = folder.resolve("data");
        screen = folder.resolve("screen");
    }

    @AfterEach
    void stop() {
        new Launcher(data).down();
    }

    @Test
    void ctrlCStopsARunningStackInOrderAndLeavesNothing() throws Exception {
        Process terminal = open("");
        Launcher stack = new Launcher(data);
        assertThat(Launcher.await(() -> shown().contains("Ctrl-C stops."), LIMIT))
                .as(shown())
                .isTrue();
        JsonNode status = stack.status();

        type(terminal);

        assertThat(terminal.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(terminal.exitValue()).as(shown()).isZero();
        assertThat(shown()).contains("stopping", "stopped").doesNotContain("Exception");
        assertThat(Launcher.pids(status)).hasSize(3).noneMatch(Launcher::isAlive);
        assertThat(stack.status().path("state").asText()).isEqualTo("stopped");
        assertThat(Files.readString(data.resolve("logs/kafka.log"))).contains("Controller 1] shut down completely");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--detach"})
    void ctrlCInTheMidstOfAStartEndsItAndTheNextOneWorks(String mode) throws Exception {
        Process terminal = open(mode);
        assertThat(Launcher.await(() -> shown().contains(" s  broker"), LIMIT))
                .as(shown())
                .isTrue();
        List<ProcessHandle> started = terminal.descendants().toList();

        type(terminal);

        assertThat(terminal.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(terminal.exitValue()).as(shown()).isEqualTo(130);
        assertThat(shown().lines().filter(line -> line.endsWith("stopping ...") || line.equals("stopped")))
                .as(shown())
                .hasSize(2);
        assertThat(shown()).doesNotContain("rios: ", "Exception", "INFO", "in the background");
        assertThat(started).hasSizeGreaterThanOrEqualTo(2).noneMatch(process -> Launcher.isAlive(process.pid()));
        Launcher stack = new Launcher(data);
        assertThat(stack.status().path("state").asText()).isEqualTo("stopped");
        Launcher.Result again = stack.up();
        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).contains("Ready after").doesNotContain("Ctrl-C stops");
    }

    private Process open(String mode) throws IOException {
        String command = String.join(
                " ",
                List.of(
                        "exec env --default-signal=INT",
                        Installation.locate().home().resolve("rios").toString(),
                        "up --port 0 --kafka-port 0 --registry-port 0 --data",
                        data.toString(),
                        mode));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qefc", command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        // script runs the command by this shell. Without exec, a dash would stay in between, die of the Ctrl-C
        // itself, and hide the status of the launcher behind its own 130. A run in the background of a shell ignores
        // interrupts, and so would all that it starts.
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().put("BACKBONE_BUILT", "true");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static void type(Process terminal) throws IOException {
        OutputStream keyboard = terminal.getOutputStream();
        keyboard.write(CTRL_C);
        keyboard.flush();
    }

    private String shown() {
        try {
            return Files.exists(screen) ? Files.readString(screen) : "";
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
