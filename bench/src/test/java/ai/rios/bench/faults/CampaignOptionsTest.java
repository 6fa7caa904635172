package ai.rios.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.FaultCell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CampaignOptionsTest {
    private static CampaignOptions parse(String... words) {
        return CampaignOptions.parse(List.of(words), 42, Path.of("results"));
    }

    @Test
    void withoutOptionsEveryCellRunsUnderAFreshSeed() {
        CampaignOptions options = parse();

        assertThat(options.cells()).isEqualTo(FaultCell.all());
        assertThat(options.seed()).isEqualTo(42);
        assertThat(options.out()).isEqualTo(Path.of("results"));
    }

    @Test
    void theCommandThatIsPrintedIsTheSameCampaignAgain() {
        CampaignOptions options = parse("--seed", "-7", "--minutes", "3", "--rate", "9", "--cell", "none,edge-kill");

        List<String> words = List.of(options.command().split(" "));

        assertThat(parse(words.subList(3, words.size()).toArray(new String[0]))).isEqualTo(options);
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @CsvSource({
        "--seed, x",
        "--minutes, 0",
        "--minutes, 1441",
        "--rate, 0",
        "--rate, 1001",
        "--cell, edge-burn",
        "--speed, 1"
    })
    void whatIsUnknownOrOutOfBoundsIsRefusedByName(String option, String value) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(BenchException.class)
                .hasMessageMatching("(?s).*(" + option + "|" + value + ").*");
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThatThrownBy(() -> parse("--seed")).isInstanceOf(BenchException.class);
    }

    @Test
    void namesOfCellsAreNamesOfTenantsAndNoneIsGivenTwice() {
        List<String> names = FaultCell.all().stream().map(FaultCell::name).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9][a-z0-9-]{0,50}"));
    }

    @Test
    void aCellThatIsNamedTwiceRunsOnce() {
        assertThat(parse("--cell", "none,edge-kill,none").cells())
                .extracting(FaultCell::name)
                .containsExactly("none", "edge-kill");
    }
}
