package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.data.LiveProcess;
import ai.rios.standalone.process.Installation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is one clear sentence, a status of its own, and nothing changed. */
final class RefusalsIT {
    @TempDir
    Path folder;

    private static void refused(Launcher.Result result, int status, String words) {
        assertThat(result.status()).as(result.output()).isEqualTo(status);
        assertThat(result.output().strip()).hasLineCount(1).startsWith("rios: ").contains(words);
    }

    @Test
    void aNewerFolder() throws Exception {
        Files.writeString(folder.resolve("format"), "rios-data 99\n");

        refused(new Launcher(folder).up(), 1, "was made by a newer version (format 99");

        assertThat(folder.resolve("format")).hasContent("rios-data 99");
    }

    @Test
    void aDamagedFolder() throws Exception {
        Files.writeString(folder.resolve("format"), "rios-data 1\n");
        Files.createDirectories(folder.resolve("kafka/rios.deployments.events-0"));

        refused(new Launcher(folder).up(), 1, "is damaged: kafka/meta.properties is missing");
    }

    @Test
    void aFolderWhoseBrokerIsNotKnown() throws Exception {
        Files.writeString(folder.resolve("format"), "rios-data 1\n");
        Path identity = Files.createDirectories(folder.resolve("kafka")).resolve("meta.properties");
        Files.writeString(identity, "\\uZZ garbage");

        refused(new Launcher(folder).up(), 1, "is damaged: kafka/meta.properties does not say");

        assertThat(identity).hasContent("\\uZZ garbage");
    }

    @Test
    void aDamagedTokenKey() throws Exception {
        Path key = Files.createDirectories(folder.resolve("keys")).resolve("token-key.json");
        Files.writeString(key, "{");

        refused(new Launcher(folder).up(), 1, "The token key " + key + " cannot be used");
        refused(new Launcher(folder).run(List.of("token")), 1, "The token key " + key + " cannot be used");

        assertThat(key).hasContent("{");
    }

    @Test
    void aDamagedSigningKey() throws Exception {
        Path key = Files.createDirectories(folder.resolve("keys")).resolve("signing.key");
        Files.writeString(key, "!!");

        refused(new Launcher(folder).up(), 1, "The signing key " + key + " is damaged");

        assertThat(key).hasContent("!!");
    }

    @Test
    void settingsThatContradictOneAnother() {
        refused(
                new Launcher(folder).up("--set", "edge.stream.dead-after=10s", "--set", "edge.stream.ping-every=20s"),
                2,
                "the settings edge.stream.* contradict one another: websocket dead-after must be more than ping-every");
    }

    @Test
    void anUnknownSetting() {
        refused(new Launcher(folder).up("--set", "edge.prot=1"), 2, "unknown setting edge.prot");
    }

    @Test
    void aSettingThatTheStackDecides() {
        refused(
                new Launcher(folder).up("--set", "kafka.bootstrap-servers=elsewhere:9092"),
                2,
                "kafka.bootstrap-servers (RIOS_KAFKA_BOOTSTRAP_SERVERS) cannot be set here: a stack has a broker of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--kafka-port", "--registry-port"})
    void aPortInUse(String option) throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    new Launcher(folder).up(option, Integer.toString(busy.getLocalPort())),
                    1,
                    "Port " + busy.getLocalPort() + " is in use; choose another with " + option);
        }
        assertThat(folder.resolve("kafka")).doesNotExist();
    }

    @Test
    void anUnknownOption() {
        refused(new Launcher(folder).up("--prot", "1"), 2, "./rios up has no option --prot");
    }

    @Test
    void aKindOfTestsThatThereIsNot() {
        refused(
                new Launcher(folder).run(List.of("test", "quick")),
                2,
                "./rios test knows \"fast\" and \"fuzz\", was \"quick\"");
    }

    @Test
    void aRebuildOfNothing() {
        refused(new Launcher(folder).run(List.of("rebuild")), 1, "No stack runs on ");
    }

    /** A checkout whose jar is older than its sources: what builds would say so. */
    @ParameterizedTest
    @ValueSource(strings = {"help up", "up --help", "up -h", "help", "--help"})
    void helpDoesNotWaitForABuild(String words) throws Exception {
        Path home = Installation.locate().home();
        Path stale = Files.createDirectories(folder.resolve("stale"));
        Files.createSymbolicLink(stale.resolve("standalone"), home.resolve("standalone"));
        Files.copy(home.resolve("rios"), stale.resolve("rios"), StandardCopyOption.COPY_ATTRIBUTES);
        List<String> command = new ArrayList<>(List.of(stale.resolve("rios").toString()));
        command.addAll(List.of(words.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("BACKBONE_BUILT");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("./rios").doesNotContain("Building");
        assertThat(stale.resolve("target")).doesNotExist();
    }

    @Test
    void anOlderJdk() throws Exception {
        Path jdk = Files.createDirectories(folder.resolve("jdk-21/bin"));
        for (String tool : List.of("java", "javac")) {
            Files.createFile(
                    jdk.resolve(tool),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Files.writeString(folder.resolve("jdk-21/release"), "JAVA_VERSION=\"21.0.4\"\n");
        // Only this folder is looked into: a machine may have other JDKs in the usual places.
        String rios = Files.readString(Installation.locate().home().resolve("rios"));
        String findJdk = rios.substring(0, rios.indexOf("# at_least A B"));
        Path script = folder.resolve("find-jdk");
        Files.writeString(
                script,
                findJdk.replace("/usr/lib/jvm/*", folder + "/jdk-*").replaceAll("/opt/java/\\S*|/opt/jdk\\S*", "")
                        + "\nfind_jdk\n");

        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk-21").toString());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output.strip())
                .hasLineCount(1)
                .startsWith("rios: a JDK 25 or newer is needed and none was found; found only:")
                .contains("jdk-21 (21)");
    }

    @Test
    void aProcessThatNobodyHasBuriedCountsAsEnded() throws Exception {
        // The shell turns into a sleep, which never looks after the child that the shell had.
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try {
            long child =
                    Long.parseLong(parent.inputReader(StandardCharsets.UTF_8).readLine());

            assertThat(Launcher.await(() -> !LiveProcess.isAlive(child), Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(LiveProcess.isAlive(parent.pid())).isTrue();
        } finally {
            parent.destroyForcibly();
            assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
