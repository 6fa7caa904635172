package ai.rios.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoMiddleOnes() {
        assertThat(Medians.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Medians.median(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
        assertThatThrownBy(() -> Medians.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSpreadIsRelativeToTheMedian() {
        assertThat(Medians.spread(List.of(90.0, 100.0, 120.0))).isEqualTo(0.3);
        assertThat(Medians.spread(List.of(0.0, 0.0))).isZero();
    }

    @Test
    void aRatioToNothingIsNotANumber() {
        assertThat(Medians.ratio(3, 4)).isEqualTo(0.75);
        assertThat(Medians.ratio(3, 0)).isNaN();
    }
}
