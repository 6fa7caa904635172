package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return new CommandLine(new Installation(home))
                .run(
                        args,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryVerb() {
        assertThat(run("help")).isZero();
        assertThat(printed())
                .contains("up", "status", "down", "token", "topics", "config", "doctor", "test", "bench", "rebuild");
    }

    @Test
    void helpOfAVerbNamesItsOptions() {
        assertThat(run("help", "up")).isZero();
        assertThat(printed()).contains("--data DIR", "--ephemeral", "--detach", "--split", "--fsync");
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
    void theLastLineOfTokenIsTheToken() {
        assertThat(run("token", "--data", home.toString(), "--tenant", "acme", "--ttl", "5m"))
                .isZero();
        assertThat(printed().strip().lines().toList().getLast()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void aTokenForNoTenantIsRefused() {
        assertThat(run("token", "--data", home.toString(), "--tenant", "No Tenant"))
                .isEqualTo(2);
    }

    @Test
    void configTellsValueSourceAndMeaning() {
        assertThat(run("config", "--set", "edge.port=1234")).isZero();
        assertThat(printed())
                .contains(
                        "edge.port = \"1234\"   [flag]", "RIOS_EDGE_PORT", "topic.prefix", "broker.fsync", "[default]");
    }

    @Test
    void anUnknownSettingIsRefusedByName() {
        assertThat(run("config", "--set", "edge.prot=1")).isEqualTo(1);
        assertThat(complained()).contains("edge.prot");
    }

    @Test
    void topicsListsTheCatalogue() {
        assertThat(run("topics")).isZero();
        assertThat(printed()).contains("rios.deployments.events", "for ever");
    }
}
