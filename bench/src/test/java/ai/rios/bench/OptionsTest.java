package ai.rios.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void optionsHaveDefaultsAndAreTaken() {
        assertThat(Options.parse(List.of(), 5, 60)).isEqualTo(new Options(5, 10, 60, Path.of("bench/results"), null));
        assertThat(Options.parse(List.of("--rounds", "2", "--seconds", "3", "--warm-up", "4", "--out", "x"), 5, 60))
                .isEqualTo(new Options(2, 3, 4, Path.of("x"), null));
        assertThat(Options.parse(List.of("--data", "/d"), 5, 60).stack()).isEqualTo(Path.of("/d"));
    }

    @Test
    void whatIsUnknownOrOutOfBoundsIsRefusedByName() {
        assertThatThrownBy(() -> Options.parse(List.of("--round", "2"), 5, 60)).hasMessageContaining("--round");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds"), 5, 60)).hasMessageContaining("--rounds");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds", "0"), 5, 60)).hasMessageContaining("1 to 20");
        assertThatThrownBy(() -> Options.parse(List.of("--seconds", "x"), 5, 60))
                .hasMessageContaining("1 to 600");
    }
}
