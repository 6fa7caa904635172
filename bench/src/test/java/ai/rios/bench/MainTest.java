package ai.rios.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... words) {
        return new Main(new PrintStream(out, true, StandardCharsets.UTF_8), home).run(List.of(words));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpSaysWhatEachBenchmarkIs() {
        assertThat(run("help")).isZero();

        assertThat(printed().lines())
                .anyMatch(line -> line.matches("  post +create deployments: .*"))
                .anyMatch(line -> line.matches("  get +read deployments .*"))
                .anyMatch(line -> line.matches("  startup +\\./rios up .*"))
                .anyMatch(line -> line.matches("  client +the load generator .*"))
                .anyMatch(line -> line.matches("  libp2p +our libp2p peers, .*"))
                .anyMatch(line -> line.matches("  faults +kill, freeze and stop .*"))
                .anyMatch(line -> line.matches("  scale +split stacks .*"))
                .anyMatch(line -> line.matches("  growth +POST and GET .*"))
                .anyMatch(line -> line.matches("  page \\[DIR] +write docs/performance.md .*"));
    }

    @Test
    void theHelpNamesEveryOption() {
        run("help");

        assertThat(printed()).contains("--rounds N", "--seconds N", "--warm-up N", "--out DIR", "--data DIR");
        assertThat(printed()).contains("--seed N", "--minutes M", "--rate N", "--cell NAME[,NAME]");
    }

    @Test
    void aBenchmarkThatThereIsNotIsAnsweredWithTheHelpAndStatus2() {
        assertThat(run("posts")).isEqualTo(2);
        assertThat(printed()).startsWith("./rios bench NAME");
    }

    @Test
    void aCellThatThereIsNotIsNamedWithStatus2() {
        assertThat(run("faults", "--cell", "edge-burn")).isEqualTo(2);
        assertThat(printed()).contains("edge-burn", "handler-kill");
    }

    @Test
    void aGroupThatThereIsNotIsNamedWithStatus2() {
        assertThat(run("scale", "--only", "shrinking")).isEqualTo(2);
        assertThat(printed()).contains("shrinking", "growth");
    }

    @Test
    void anOptionThatThereIsNotIsNamedWithStatus2() {
        assertThat(run("post", "--round", "2")).isEqualTo(2);
        assertThat(printed()).contains("--round").hasLineCount(1);
    }
}
