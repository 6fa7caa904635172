package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorVerbTest {
    private static final List<String> OPTIONAL = List.of(
            "mvn",
            "curl",
            "jq",
            "python3 with venv",
            "node",
            "go",
            "npm",
            "chromium",
            "script",
            "docker, with an engine",
            "docker compose");

    @TempDir
    Path programs;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(Path path) {
        DoctorVerb doctor = new DoctorVerb(new Installation(programs), path.toString());
        return doctor.run(
                Arguments.parse("doctor", doctor.options(), 0, List.of()),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private List<String> lines(String verdict) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(verdict + " "))
                .map(line -> line.substring(verdict.length()).strip())
                .toList();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createFile(
                programs.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    }

    @Test
    void whatIsMissingIsNamedWithItsUse() {
        assertThat(run(programs)).isEqualTo(1);

        assertThat(lines("MISSING")).singleElement().asString().startsWith("sh (");
        assertThat(OPTIONAL)
                .allSatisfy(tool -> assertThat(lines("without"))
                        .anyMatch(line -> line.startsWith(tool + (tool.equals("mvn") ? "" : " (for "))));
    }

    @Test
    void whatIsThereIsFound() throws IOException {
        for (String tool : List.of(
                "sh",
                "mvn",
                "curl",
                "jq",
                "python3",
                "python2.7",
                "node",
                "go",
                "npm",
                "chromium",
                "script",
                "docker")) {
            program(tool, "exit 0");
        }

        assertThat(run(programs)).isZero();

        assertThat(lines("ok")).containsAll(OPTIONAL).contains("sh", "python2.7 with pip");
    }

    @Test
    void aDockerWhoseEngineDoesNotAnswerIsNone() throws IOException {
        program("sh", "exit 0");
        program("docker", "test \"$1\" = compose");

        assertThat(run(programs)).isZero();

        assertThat(lines("ok")).contains("docker compose");
        assertThat(lines("without")).anyMatch(line -> line.startsWith("docker, with an engine"));
    }
}
