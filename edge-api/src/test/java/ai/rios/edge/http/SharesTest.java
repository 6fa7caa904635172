package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares(100);

    @Test
    void oneOwnerHasAQuarterAtMost() {
        assertThat(shares.take("a", 20)).isTrue();
        assertThat(shares.take("a", 6)).isFalse();
        assertThat(shares.take("a", 5)).isTrue();
    }

    @Test
    void allTogetherHaveNoMoreThanThereIs() {
        for (String owner : new String[] {"a", "b", "c", "d"}) {
            assertThat(shares.take(owner, 25)).isTrue();
        }
        assertThat(shares.take("e", 1)).isFalse();
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        assertThat(shares.take("a", 25)).isTrue();
        assertThat(shares.take("b", 75)).isTrue();

        shares.release("a", 25);

        assertThat(shares.take("c", 25)).isTrue();
        assertThat(shares.take("a", 1)).isFalse();
    }

    @Test
    void whoHasNothingGetsMoreThanAQuarterAndTheFirstMoreThanThereIs() {
        assertThat(shares.take("a", 200)).isTrue();
        assertThat(shares.take("b", 1)).isFalse();
        shares.release("a", 200);
        assertThat(shares.take("b", 60)).isTrue();
        assertThat(shares.take("c", 40)).isTrue();
    }
}
