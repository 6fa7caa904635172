package ai.rios.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MalformedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VarintTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "255, ff01",
        "300, ac02",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void theVectorsHold(long value, String hex) {
        assertThat(Varint.encode(value)).isEqualTo(HEX.parseHex(hex));
        assertThat(Varint.size(value)).isEqualTo(hex.length() / 2);
        assertThat(Varint.read(ByteBuffer.wrap(HEX.parseHex(hex)))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "8100", "8000", "ff8000", "80808080808080808001", "ffffffffffffffffff01"})
    void whatIsCutShortNotTheShortestOrTooLongIsRefused(String hex) {
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(HEX.parseHex(hex))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void readingTakesNoByteMoreThanTheVarint() {
        ByteBuffer in = ByteBuffer.wrap(HEX.parseHex("ac02ff"));
        Varint.read(in);
        assertThat(in.remaining()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void everyValueComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 1_000; round++) {
            long value = random.nextLong() >>> (1 + random.nextInt(63));
            assertThat(Varint.read(ByteBuffer.wrap(Varint.encode(value)))).isEqualTo(value);
        }
    }

    @Test
    void aNegativeValueIsTheCallersFault() {
        assertThatThrownBy(() -> Varint.encode(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(MalformedException.class);
    }
}
