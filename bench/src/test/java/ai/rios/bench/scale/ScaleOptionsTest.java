package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScaleOptionsTest {
    private static final List<String> GROUPS = List.of("growth", "rates");

    private static ScaleOptions parse(String... words) {
        return ScaleOptions.parse(List.of(words), GROUPS, Path.of("results"));
    }

    @Test
    void withoutWordsEveryGroupRunsWithTheDefaults() {
        assertThat(parse()).isEqualTo(new ScaleOptions(GROUPS, 20_000, 10_000, 10_000, 5, 4, 15, Path.of("results")));
    }

    @Test
    void everyOptionIsTaken() {
        assertThat(parse(
                        "--only",
                        "rates,growth,rates",
                        "--deployments",
                        "1000000",
                        "--tenants",
                        "100",
                        "--sockets",
                        "20",
                        "--rounds",
                        "1",
                        "--seconds",
                        "2",
                        "--warm-up",
                        "3",
                        "--out",
                        "x"))
                .isEqualTo(new ScaleOptions(List.of("rates", "growth"), 1_000_000, 100, 20, 1, 2, 3, Path.of("x")));
    }

    @ParameterizedTest
    @CsvSource({
        "--deployments, 1999",
        "--deployments, 10000001",
        "--tenants, 99",
        "--sockets, 10001",
        "--rounds, 0",
        "--rounds, x",
        "--seconds, -1",
        "--warm-up, 601"
    })
    void whatIsOutOfBoundsIsNamedWithItsBounds(String option, String value) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(value)
                .hasMessageMatching(".*from \\d+ to \\d+.*");
    }

    @Test
    void whatIsUnknownOrLacksItsValueIsNamed() {
        assertThatThrownBy(() -> parse("--round", "1")).hasMessageContaining("--round");
        assertThatThrownBy(() -> parse("--rounds")).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> parse("--only", "growth,shrinking")).hasMessageContaining("shrinking");
    }

    @Test
    void theCommandTakesTheSameFiguresAgain() {
        ScaleOptions options = parse("--only", "growth", "--deployments", "5000", "--rounds", "2");

        List<String> words = List.of(options.command("growth").split(" ", -1));

        assertThat(words.subList(0, 3)).containsExactly("./rios", "bench", "scale");
        assertThat(parse(words.subList(3, words.size()).toArray(String[]::new))).isEqualTo(options);
    }
}
