package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.rios.edge.auth.Scopes;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.settings.StackSettings;
import ai.rios.standalone.testing.Shell;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
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

    @Test
    void helpNamesEveryVerb() {
        assertThat(run("help")).isZero();
        assertThat(printed())
                .contains(
                        "up", "status", "down", "token", "topics", "config", "peer", "doctor", "test", "bench",
                        "rebuild");
    }

    @Test
    void helpOfAVerbNamesItsOptions() {
        assertThat(run("help", "up")).isZero();
        assertThat(printed()).contains("--data DIR", "--ephemeral", "--detach", "--split", "--fsync");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "status", "down", "token", "topics", "rebuild", "backup", "restore", "config", "peer", "doctor",
                "build", "test", "bench", "help"
            })
    void everyVerbHasHelpInEachSpelling(String verb) {
        List<String> printed = new ArrayList<>();
        for (List<String> command :
                List.of(List.of("help", verb), List.of(verb, "--help"), List.of(verb, "-h"), List.of("--help", verb))) {
            assertThat(run(command.toArray(String[]::new)))
                    .as(command.toString())
                    .isZero();
            printed.add(printed());
        }

        if (verb.equals("help")) {
            assertThat(printed.getFirst()).startsWith("./rios help\n  ");
            assertThat(printed.subList(1, 4)).allMatch(text -> text.startsWith("RiOS Backbone: ./rios VERB"));
        } else {
            assertThat(printed)
                    .allMatch(text ->
                            text.startsWith("./rios " + verb) && text.lines().count() > 1);
            assertThat(Set.copyOf(printed)).hasSize(1);
        }
        assertThat(complained()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "--help", "-h"})
    void helpAloneListsTheVerbs(String words) {
        String[] command = words.isEmpty() ? new String[0] : words.split(" ");

        assertThat(run(command)).isZero();
        assertThat(printed()).startsWith("RiOS Backbone: ./rios VERB").contains("\n  up ", "\n  help ");
    }

    @Test
    void helpOnNoVerbIsRefused() {
        assertThat(run("help", "upp")).isEqualTo(2);
        assertThat(complained()).contains("there is no verb \"upp\"");
    }

    @Test
    void anUnknownVerbIsRefusedByName() {
        assertThat(run("upp")).isEqualTo(2);
        assertThat(complained()).contains("\"upp\"");
    }

    @Test
    void statusOfAFolderThatNobodyUsesSaysStopped() {
        assertThat(run("status", "--json", "--data", home.resolve("data").toString()))
                .isEqualTo(3);
        assertThat(printed()).contains("\"state\" : \"stopped\"");
    }

    @Test
    void downOfAFolderThatNobodyUsesIsDone() {
        assertThat(run("down", "--data", home.resolve("data").toString())).isZero();
    }

    @Test
    void aBackupOfAFolderThatIsNotThereIsRefusedAndMakesNothing() {
        Path nowhere = home.resolve("nowhere");
        Path target = home.resolve("backup");

        assertThat(run("backup", "--data", nowhere.toString(), target.toString()))
                .isEqualTo(1);

        assertThat(complained())
                .startsWith("rios: There is no data folder " + nowhere)
                .hasLineCount(1);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aRestoreOfWhatIsNoBackupIsRefusedAndMakesNothing() {
        Path data = home.resolve("data");

        assertThat(run("restore", home.toString(), "--data", data.toString())).isEqualTo(1);

        assertThat(complained())
                .startsWith("rios: The folder " + home + " is not a backup")
                .hasLineCount(1);
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "backup, ./rios backup needs the folder of the backup",
        "restore, ./rios restore needs the folder of the backup",
        "backup one two, does not know what to do with \"two\"",
        "restore one --at demo, --at must be a tenant and a sequence such as demo=42",
        "restore one --at Demo=1, --at must be a tenant and a sequence such as demo=42",
        "restore one --at demo=1 --at demo=2, --at names the tenant demo twice",
    })
    void aBackupOrRestoreThatIsNotUnderstoodIsExitStatusTwo(String command, String words) {
        assertThat(run(command.split(" "))).isEqualTo(2);

        assertThat(complained()).contains(words).hasLineCount(1);
    }

    @Test
    void theLastLineOfTokenIsTheToken() {
        assertThat(run("token", "--data", home.toString(), "--tenant", "acme", "--ttl", "5m"))
                .isZero();
        assertThat(printed().strip().lines().toList().getLast()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    private JsonNode claims(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("token", "--data", home.toString()));
        command.addAll(List.of(options));
        assertThat(run(command.toArray(String[]::new))).isZero();
        String token = printed().strip().lines().toList().getLast();
        return new ObjectMapper()
                .readTree(
                        Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))));
    }

    @Test
    void aTokenSaysWhatWasAskedFor() throws IOException {
        JsonNode asked = claims(
                "--tenant",
                "acme",
                "--subject",
                "me",
                "--scopes",
                "deployments:read",
                "--plan",
                "default",
                "--ttl",
                "5m");
        JsonNode plain = claims();

        assertThat(asked.path("tenant").asText()).isEqualTo("acme");
        assertThat(asked.path("sub").asText()).isEqualTo("me");
        assertThat(asked.path("scope").asText()).isEqualTo("deployments:read");
        assertThat(asked.path("plan").asText()).isEqualTo("default");
        assertThat(asked.path("exp").asLong() - asked.path("iat").asLong()).isEqualTo(300);
        assertThat(List.of(plain.path("scope").asText().split(" ", -1)))
                .containsExactlyInAnyOrderElementsOf(Scopes.ALL);
        assertThat(plain.path("plan").asText()).isEqualTo("development");
        assertThat(plain.path("exp").asLong() - plain.path("iat").asLong()).isEqualTo(86_400);
    }

    @ParameterizedTest
    @CsvSource({"--tenant, No Tenant", "--scopes, deployments:reed", "--plan, premium"})
    void aTokenForWhatDoesNotExistIsRefusedAndMakesNoKey(String option, String value) {
        assertThat(run("token", "--data", home.toString(), option, value)).isEqualTo(2);

        assertThat(complained())
                .startsWith("rios: ")
                .contains("\"" + value + "\"")
                .hasLineCount(1);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aTokenOfAFolderThatIsNotThereIsRefusedAndMakesNone() {
        Path nowhere = home.resolve("nowhere");

        assertThat(run("token", "--data", nowhere.toString())).isEqualTo(1);

        assertThat(complained())
                .startsWith("rios: There is no data folder " + nowhere)
                .hasLineCount(1);
        assertThat(nowhere).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "7000, 7000, 7001, --port and --kafka-port are both 7000",
        "7000, 7001, 7000, --port and --registry-port are both 7000",
        "7001, 7000, 7000, --kafka-port and --registry-port are both 7000"
    })
    void twoEqualPortsAreRefusedBeforeAnythingIsMade(String http, String kafka, String registry, String words) {
        Path data = home.resolve("data");
        List<String> command = List.of(
                "up", "--data", data.toString(), "--port", http, "--kafka-port", kafka, "--registry-port", registry);

        assertThat(run(command.toArray(String[]::new))).isEqualTo(2);

        assertThat(complained()).startsWith("rios: " + words).hasLineCount(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void aPortThatEqualsTheDefaultOfAnotherIsRefused() {
        assertThat(run("up", "--data", home.resolve("data").toString(), "--port", "9092"))
                .isEqualTo(2);
        assertThat(complained()).contains("--port and --kafka-port are both 9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "100", "-1", "1.5"})
    void copiesThatAreNoNumberAreRefused(String copies) {
        String refusal = "rios: --replication must be 1 to 99, was \"" + copies + "\"";

        assertThat(run("topics", "--replication", copies)).isEqualTo(2);
        assertThat(complained()).isEqualToIgnoringNewLines(refusal);

        assertThat(run("topics", "apply", "--replication", copies)).isEqualTo(2);
        assertThat(complained()).isEqualToIgnoringNewLines(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics apply", "rebuild"})
    void aClusterThatDoesNotAnswerIsGivenUpInTheTimeThatIsSet(String verb) throws IOException {
        int nobody = FreePorts.pick();
        Path client = Files.writeString(
                home.resolve("client.properties"), "default.api.timeout.ms=1500\nrequest.timeout.ms=1000\n");
        List<String> command = new ArrayList<>(List.of(verb.split(" ")));
        command.addAll(List.of("--set", "kafka.bootstrap-servers=127.0.0.1:" + nobody));
        command.addAll(List.of("--set", "kafka.client-properties=" + client));

        assertThat(assertTimeout(Duration.ofSeconds(20), () -> run(command.toArray(String[]::new))))
                .isEqualTo(1);

        assertThat(complained())
                .startsWith("rios: No Kafka broker answers at 127.0.0.1:" + nobody + " within 1500 ms.")
                .hasLineCount(1);
    }

    @Test
    void aClientPropertyThatIsNoneIsRefusedWithTheReason() throws IOException {
        Path client = Files.writeString(home.resolve("client.properties"), "request.timeout.ms=soon\n");

        assertThat(run("topics", "apply", "--set", "kafka.client-properties=" + client))
                .isEqualTo(1);

        assertThat(complained()).contains("request.timeout.ms", "soon").hasLineCount(1);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(run("topics", "apply", "--set", "kafka.bootstrap-servers=nobody"))
                .isEqualTo(1);
        assertThat(complained())
                .startsWith("rios: The Kafka cluster at nobody cannot be used: ")
                .hasLineCount(1);
    }

    @Test
    void configTellsValueSourceAndMeaning() {
        assertThat(run("config", "--set", "edge.port=1234")).isZero();
        assertThat(printed())
                .contains(
                        "edge.port = \"1234\"   [flag]", "RIOS_EDGE_PORT", "topic.prefix", "broker.fsync", "[default]");
        assertThat(StackSettings.all())
                .allSatisfy(setting ->
                        assertThat(printed().lines()).anyMatch(line -> line.startsWith(setting.key() + " = ")));
    }

    @Test
    void anUnknownSettingIsRefusedByName() {
        assertThat(run("config", "--set", "edge.prot=1")).isEqualTo(2);
        assertThat(complained()).contains("edge.prot", "./rios config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.client-properties=/x",
                "topic.prefix=x.",
                "topic.partitions=3",
                "state.folder=/x",
                "edge.port=1",
                "edge.projections=127.0.0.1:1",
                "edge.secret-file=/x",
                "handlers.instances=3",
                "health.host=0.0.0.0",
                "health.port=1",
                "log.file=/x",
                "process.instance=x",
                "process.stop-with-parent=false",
                "projections.advertised=127.0.0.1:1",
                "projections.host=0.0.0.0",
                "projections.instances=3",
                "projections.port=1",
                "projections.secret-file=/x"
            })
    void aSettingThatAStackDecidesIsRefusedByName(String pair) {
        String key = pair.replaceAll("=.*", "");
        for (String mode : List.of("--split", "--detach")) {
            Path data = home.resolve("data");

            assertThat(run("up", mode, "--data", data.toString(), "--set", pair))
                    .isEqualTo(2);

            assertThat(complained())
                    .startsWith("rios: " + key + " (")
                    .contains("cannot be set here: ")
                    .hasLineCount(1);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void topicsListsTheCatalogue() {
        assertThat(run("topics")).isZero();
        assertThat(printed()).contains("rios.deployments.events", "for ever");
    }
}
