package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody is told who does not know the launcher yet, or has mistyped. */
final class NewcomerTest {
    @TempDir
    Path home;

    private final Shell shell = new Shell();

    private int run(String... args) {
        return shell.run(home, args);
    }

    private String printed() {
        return shell.printed();
    }

    private String complained() {
        return shell.complained();
    }

    @ParameterizedTest
    @CsvSource({"status, 3", "down, 0"})
    void aFolderThatIsNotThereIsSaidToBeNone(String verb, int status) {
        Path typo = home.resolve("typo");

        assertThat(run(verb, "--data", typo.toString())).isEqualTo(status);

        assertThat(printed()).contains(typo + " (there is no such folder)");
        assertThat(typo).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"status, 3", "down, 0"})
    void ofAFolderThatIsThereNothingIsRemarked(String verb, int status) throws IOException {
        Path data = Files.createDirectory(home.resolve("data"));

        assertThat(run(verb, "--data", data.toString())).isEqualTo(status);

        assertThat(printed()).contains(data.toString()).doesNotContain("no such folder");
    }

    @Test
    void portsInUseAreAllNamedAndNoFolderIsMade() throws IOException {
        Path data = home.resolve("data");
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String one = Integer.toString(http.getLocalPort());
            String two = Integer.toString(kafka.getLocalPort());

            assertThat(run("up", "--data", data.toString(), "--port", one, "--kafka-port", two, "--registry-port", "0"))
                    .isEqualTo(1);

            assertThat(complained())
                    .startsWith("rios: Ports " + one + ", " + two
                            + " are in use; choose others with --port 0 --kafka-port 0")
                    .hasLineCount(1);
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aStackThatRunsAlreadyIsToldRatherThanItsPorts() throws IOException {
        Path data = home.resolve("data");
        try (DataFolder _ = DataFolder.open(data);
                ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(http.getLocalPort());

            assertThat(run("up", "--data", data.toString(), "--port", port)).isEqualTo(1);
        }
        assertThat(complained())
                .startsWith("rios: A stack already runs on the data folder " + data)
                .hasLineCount(1);
    }

    @Test
    void aSettingsFileThatIsNotThereIsMisuse() {
        Path missing = home.resolve("missing");

        assertThat(run("config", "--config", missing.toString())).isEqualTo(2);

        assertThat(complained())
                .isEqualToIgnoringNewLines(
                        "rios: the settings file " + missing + " cannot be read: there is no such file");
    }

    @Test
    void aSettingWithoutAValueIsMisuse() {
        assertThat(run("config", "--set", "edge.port")).isEqualTo(2);
        assertThat(complained()).contains("KEY=VALUE", "\"edge.port\"");
    }

    @ParameterizedTest
    @CsvSource({
        "status, Exit status: 0 a stack is starting",
        "rebuild, Exit status: 0 switched; 3 they differ",
        "topics, no cluster is asked"
    })
    void theHelpOnAVerbSaysWhatItsSummaryHasNoRoomFor(String verb, String words) {
        assertThat(run("help", verb)).isZero();
        assertThat(printed()).contains(words);
    }

    @Test
    void theListOfVerbsHasShortLines() {
        assertThat(run("help")).isZero();
        assertThat(printed().lines()).allMatch(line -> line.length() <= 110);
    }
}
