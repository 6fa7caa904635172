package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.testing.Tool;
import ai.rios.standalone.testing.ToolFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fuzzer (Schemathesis) reads the OpenAPI document of a running stack and plays good and bad requests that it makes from it:
 * no answer of 500 and more, none that is not documented, every answer as its schema says, good data taken and bad data refused.
 * {@code -Dfuzz.examples=N} makes more of each operation, {@code -Dfuzz.seed=N} makes others.
 */
final class OpenApiFuzzIT {
    private static final int EXAMPLES = Integer.getInteger("fuzz.examples", 10);
    private static final int SEED = Integer.getInteger("fuzz.seed", 1);
    private static final Duration LIMIT_PER_EXAMPLE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Launcher launcher;

    @BeforeEach
    void up() {
        launcher = new Launcher(folder.resolve("data"));
        Launcher.Result result = launcher.up();
        assertThat(result.status()).as(result.output()).isZero();
    }

    @AfterEach
    void down() {
        launcher.down();
    }

    @Test
    void theApiIsAsItsDocumentSays() throws IOException {
        ToolFolder tools = ToolFolder.of("fuzzer", "/fuzzer");
        Path programs = tools.python();
        Path config = tools.copy("schemathesis.toml");
        tools.copy("hooks.py");
        String address = launcher.status().path("http").asText();
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PYTHONPATH=" + tools.path(),
                "SCHEMATHESIS_HOOKS=hooks",
                programs.resolve("schemathesis").toString(),
                "--config-file=" + config,
                "run",
                address + "/openapi.json"));
        command.addAll(List.of(
                "--url=" + address,
                "--header=Authorization: Bearer " + launcher.token(),
                "--seed=" + SEED,
                "--max-examples=" + EXAMPLES));

        String printed = Tool.run(tools.path(), LIMIT_PER_EXAMPLE.multipliedBy(EXAMPLES), command);

        assertThat(printed).contains("Stateful").doesNotContain("FAILURES", "ERRORS");
    }
}
