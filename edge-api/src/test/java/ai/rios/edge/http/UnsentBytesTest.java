package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnsentBytesTest {
    private final UnsentBytes unsent = new UnsentBytes(100_000);

    @Test
    void roomForSmallAnswersIsApartFromThatForLargeOnes() {
        assertThat(unsent.take("a", 40_000)).isNotNull();
        assertThat(unsent.take("b", 40_000)).isNull();
        assertThat(unsent.take("b", UnsentBytes.SMALL)).isNotNull();
        assertThat(unsent.takeForState(8_000)).isNotNull();
    }

    @Test
    void smallAnswersHaveABoundToo() {
        int taken = 0;
        while (unsent.take("a", 0) != null) {
            taken++;
        }

        assertThat(taken).isEqualTo(25_000 / 4_096);
        assertThat(unsent.take("b", 0)).isNotNull();
        assertThat(unsent.takeForState(0)).isNotNull();
    }
}
