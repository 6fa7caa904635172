package ai.rios.standalone.images;

import ai.rios.standalone.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack's file against the JSON schema of the Compose specification, by which Compose v2 reads it. That the older docker-compose
 * reads it too is shown by {@code compose/prove.py}, where it is the one at hand.
 */
final class ComposeFileIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void isValidByTheComposeSpecification() throws IOException {
        Tool.require("python3");
        Path file = Path.of("..", "compose", "compose.yaml").toAbsolutePath().normalize();
        try (InputStream requirements = ComposeFileIT.class.getResourceAsStream("/images/requirements.txt")) {
            Files.copy(Objects.requireNonNull(requirements), folder.resolve("requirements.txt"));
        }

        Tool.run(folder, LIMIT, List.of("python3", "-m", "venv", "venv"));
        Tool.run(folder, LIMIT, List.of("venv/bin/pip", "install", "-q", "-r", "requirements.txt"));

        Tool.run(
                folder,
                LIMIT,
                List.of("venv/bin/check-jsonschema", "--builtin-schema", "vendor.compose-spec", file.toString()));
    }
}
