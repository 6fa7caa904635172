package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigVerbTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void everyValueIsToldWithWhereItComesFromAndTheHighestSourceWins() throws IOException {
        Path file = Files.writeString(
                folder.resolve("settings"), "edge.max-streams=11\nedge.max-requests=12\nedge.max-connections=13\n");
        Map<String, String> environment = Map.of("RIOS_EDGE_MAX_REQUESTS", "22", "RIOS_EDGE_MAX_CONNECTIONS", "23");
        ConfigVerb config = new ConfigVerb(environment);
        List<String> words = List.of("--config", file.toString(), "--set", "edge.max-connections=33");

        int status = config.run(
                Arguments.parse("config", config.options(), 0, words),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "edge.max-streams = \"11\"   [file]",
                        "edge.max-requests = \"22\"   [environment]",
                        "edge.max-connections = \"33\"   [flag]",
                        "edge.max-body-bytes = \"1048576\"   [default]");
    }
}
