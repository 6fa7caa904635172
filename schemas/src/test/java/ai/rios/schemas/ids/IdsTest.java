package ai.rios.schemas.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final long APPEND_MS = 1_769_862_896_789L;

    private final DerivedIds ids = new DerivedIds("cluster", "topic");

    @Test
    void theBitsAreWrittenMostSignificantFirst() {
        byte[] ones = new byte[16];
        Arrays.fill(ones, (byte) 0xff);
        byte[] one = new byte[16];
        one[15] = 1;

        assertThat(Ids.of("op", new byte[16])).isEqualTo("op_00000000000000000000000000");
        assertThat(Ids.of("op", ones)).isEqualTo("op_7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(Ids.of("op", one)).isEqualTo("op_00000000000000000000000001");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void textsSortAsTheirBytesDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] a = new byte[16];
            byte[] b = new byte[16];
            random.nextBytes(a);
            random.nextBytes(b);
            assertThat(Integer.signum(Ids.of("op", a).compareTo(Ids.of("op", b))))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
        }
    }

    @Test
    void onlyWhatOfWritesIsAnId() {
        assertThat(Ids.isId("op", "op_7zzzzzzzzzzzzzzzzzzzzzzzzz")).isTrue();
        assertThat(Ids.isId("op", "op_8zzzzzzzzzzzzzzzzzzzzzzzzz")).isFalse();
        assertThat(Ids.isId("op", "op_0000000000000000000000000")).isFalse();
        assertThat(Ids.isId("op", "op_000000000000000000000000000")).isFalse();
        assertThat(Ids.isId("op", "op_0000000000000000000000000A")).isFalse();
        assertThat(Ids.isId("op", "op_0000000000000000000000000u")).isFalse();
        assertThat(Ids.isId("op", "op_0000000000000000000000000é")).isFalse();
        assertThat(Ids.isId("op", "evt_0000000000000000000000000")).isFalse();
        assertThat(Ids.isId("op", "op-00000000000000000000000000")).isFalse();
        assertThat(Ids.isId("op", "")).isFalse();
    }

    @Test
    void badPrefixesAndLengthsAreRefused() {
        assertThatThrownBy(() -> Ids.of("op_", new byte[16])).hasMessageContaining("prefix");
        assertThatThrownBy(() -> Ids.of("", new byte[16])).hasMessageContaining("prefix");
        assertThatThrownBy(() -> Ids.of("op", new byte[15])).hasMessageContaining("16 bytes, not 15");
    }

    @Test
    void derivedIdsAreTheSameOnEveryReplay() {
        assertThat(ids.id("deploy", 3, 1234, APPEND_MS, 7))
                .isEqualTo(new DerivedIds("cluster", "topic").id("deploy", 3, 1234, APPEND_MS, 7))
                .isEqualTo("deploy_01kga0s74n0z06gj9rwcsj1qdw");
    }

    @Test
    void derivedIdsDifferInEveryCoordinate() {
        Set<String> made = new HashSet<>();
        made.add(ids.id("deploy", 3, 1234, APPEND_MS, 7));
        made.add(ids.id("deploy", 4, 1234, APPEND_MS, 7));
        made.add(ids.id("deploy", 3, 1235, APPEND_MS, 7));
        made.add(ids.id("deploy", 3, 1234, APPEND_MS, 8));
        made.add(ids.id("deploy", 3, 1234, APPEND_MS + 1, 7));
        made.add(new DerivedIds("cluster2", "topic").id("deploy", 3, 1234, APPEND_MS, 7));
        made.add(new DerivedIds("cluster", "topic2").id("deploy", 3, 1234, APPEND_MS, 7));
        made.add(new DerivedIds("clustert", "opic").id("deploy", 3, 1234, APPEND_MS, 7));

        assertThat(made).hasSize(8);
    }

    @Test
    void derivedIdsSortByTimeThenIndex() {
        assertThat(ids.id("deploy", 9, 9, APPEND_MS, 0))
                .isLessThan(ids.id("deploy", 9, 9, APPEND_MS, 1))
                .isLessThan(ids.id("deploy", 9, 9, APPEND_MS, 255))
                .isLessThan(ids.id("deploy", 0, 0, APPEND_MS + 1, 0));
    }

    @Test
    void derivedIdsRefuseWhatDoesNotFit() {
        assertThatThrownBy(() -> ids.id("deploy", 0, 0, APPEND_MS, 256)).hasMessageContaining("index");
        assertThatThrownBy(() -> ids.id("deploy", 0, 0, -1, 0)).hasMessageContaining("48 bits");
        assertThatThrownBy(() -> ids.id("deploy", 0, 0, 1L << 48, 0)).hasMessageContaining("48 bits");
    }

    @Test
    void randomIdsAreIdsThatSortByTime() {
        RandomIds early = new RandomIds(new SplittableRandom(1), () -> Instant.ofEpochMilli(APPEND_MS));
        RandomIds late = new RandomIds(new SplittableRandom(1), () -> Instant.ofEpochMilli(APPEND_MS + 1));

        assertThat(Ids.isId("op", early.next("op"))).isTrue();
        assertThat(early.next("op")).isNotEqualTo(early.next("op")).isLessThan(late.next("op"));
    }
}
