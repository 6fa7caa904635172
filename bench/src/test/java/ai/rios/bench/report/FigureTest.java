package ai.rios.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {
    @Test
    void theRatioIsThatOfTheMedians() {
        Figure figure = new Figure("a rate", "MB/s", List.of(1.0, 300.0, 200.0), List.of(400.0, 100.0, 900.0));

        assertThat(figure.ratio()).isEqualTo(0.5);
        assertThat(figure.goal(Goal.Bound.AT_LEAST, 0.5).isMet()).isTrue();
        assertThat(FigureTables.figures(List.of(figure)))
                .contains("| a rate | MB/s | 200 | 400 | 0.50 | 150 % | 200 % |\n");
    }

    @Test
    void withoutAFloorThereIsNoRatio() {
        Figure figure = new Figure("a rate", "MB/s", List.of(200.0), List.of());

        assertThat(figure.ratio()).isNaN();
        assertThat(FigureTables.figures(List.of(figure))).contains("| a rate | MB/s | 200 |  |  | 0 % |  |\n");
    }

    @Test
    void aFigureHasARound() {
        assertThatThrownBy(() -> new Figure("a rate", "MB/s", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
