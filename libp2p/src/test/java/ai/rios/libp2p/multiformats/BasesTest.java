package ai.rios.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BasesTest {
    /** From the multibase repository's tests of case and of leading zeros. */
    @ParameterizedTest
    @CsvSource({
        "yes mani !, f796573206d616e692021",
        "yes mani !, bpfsxgidnmfxgsibb",
        "yes mani !, BPFSXGIDNMFXGSIBB",
        "yes mani !, k2lcpzo5yikidynfl",
        "yes mani !, z7paNL19xttacUY",
        "yes mani !, ueWVzIG1hbmkgIQ"
    })
    void theVectorsHold(String text, String encoded) {
        assertThat(Multibase.decode(encoded)).isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"f0000796573206d616e692021", "baaahszltebwwc3tjeaqq", "k002lcpzo5yikidynfl", "z117paNL19xttacUY"})
    void zerosInFrontAreKept(String encoded) {
        assertThat(Multibase.decode(encoded)).isEqualTo("\0\0yes mani !".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void allBytesComeBackInAllBases(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            for (int zeros = random.nextInt(4), at = 0; at < Math.min(zeros, bytes.length); at++) {
                bytes[at] = 0;
            }
            for (Multibase base : Multibase.values()) {
                assertThat(Multibase.decode(base.encode(bytes))).as("%s", base).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x00", "f0", "f0G", "fAB", "ba", "bb", "baa1", "Baa", "k-", "KAA", "z0", "zO", "zl", "z\u00e9",
                "uA", "uAA==", "uAB"
            })
    void whatIsInNoBaseIsRefused(String text) {
        assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void textBeyondTheBoundIsRefusedBeforeTheWork() {
        assertThat(Multibase.decode("z" + "1".repeat(255))).hasSize(255);
        assertThatThrownBy(() -> Multibase.decode("z" + "1".repeat(256))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Base58.decode("1".repeat(257))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Base58.encode(new byte[257])).isInstanceOf(MalformedException.class);
    }
}
