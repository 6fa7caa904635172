package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import org.junit.jupiter.api.Test;

final class RebuildTest {
    @Test
    void foldingEndsWithTheFirstComparison() {
        Rebuild.Lines lines = new Rebuild.Lines();
        lines.take("building generation 2", 1_000_000_000L);
        lines.take("generation 2: 900 records to go", 2_000_000_000L);
        lines.take("comparing generations 1 and 2 as of one place in the log", 4_000_000_000L);
        lines.take("comparing generations 1 and 2 as of one place in the log", 5_000_000_000L);
        lines.take("switched to generation 2", 6_000_000_000L);

        assertThat(lines.foldingSeconds()).isEqualTo(3);
        assertThat(lines.switchingSeconds()).isEqualTo(5);
    }

    @Test
    void aRebuildThatDidNotSayIsNotTimed() {
        Rebuild.Lines lines = new Rebuild.Lines();
        lines.take("building generation 2", 1);

        assertThatThrownBy(lines::foldingSeconds).isInstanceOf(BenchException.class);
    }
}
