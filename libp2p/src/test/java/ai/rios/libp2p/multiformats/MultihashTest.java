package ai.rios.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultihashTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void sha256HasItsCodeAndLengthBeforeIt() {
        Multihash hash = Multihash.sha256("rios:expert:expert_001".getBytes(StandardCharsets.UTF_8));
        assertThat(hash.toBytes())
                .isEqualTo(HEX.parseHex("1220f3416681c434c5647da161377fe5d1d7d32182b260798e9c291edc591dc2ec08"));
        assertThat(hash.digest()).hasSize(32);
    }

    @Test
    void identityHoldsItsContentUpToTheBound() {
        assertThat(Multihash.identity(new byte[64]).digest()).hasSize(64);
        assertThatThrownBy(() -> Multihash.identity(new byte[65])).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "1220", "121f00", "0002ff", "000100ff", "1300", "00ffffffff7f", "92012000"})
    void whatIsNoMultihashInUseIsRefused(String hex) {
        assertThatThrownBy(() -> Multihash.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReader(long seed) {
        Fuzz.holds(
                seed,
                List.of(
                        Multihash.sha256(new byte[0]).toBytes(),
                        Multihash.identity(new byte[] {1, 2, 3}).toBytes()),
                Multihash::decode,
                Multihash::toBytes);
    }
}
