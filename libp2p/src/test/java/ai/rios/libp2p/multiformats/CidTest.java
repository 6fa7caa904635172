package ai.rios.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidTest {
    private static final String EXPERT = "bafkreihtiftidrbuyvsh3ilbg576luox2mqyfmtapghjyki63rmr3qxmba";
    private static final String OLD = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

    @Test
    void aWordHasAName() {
        assertThat(Cid.ofText("rios:expert:expert_001")).hasToString(EXPERT);
        assertThat(Cid.parse(EXPERT)).isEqualTo(Cid.ofText("rios:expert:expert_001"));
    }

    @Test
    void anOldNameIsTheMultihashAlone() {
        Cid cid = Cid.parse(OLD);
        assertThat(cid.version()).isZero();
        assertThat(cid.codec()).isEqualTo(Cid.DAG_PB);
        assertThat(cid.toBytes())
                .isEqualTo(HexFormat.of()
                        .parseHex("12209d6c2be50f706953479ab9df2ce3edca90b68053c00b3004b7f0accbe1e8eedf"));
        assertThat(cid).hasToString(OLD);
    }

    @Test
    void everyBaseIsRead() {
        Cid cid = Cid.ofText("x");
        for (Multibase base : Multibase.values()) {
            assertThat(Cid.parse(base.encode(cid.toBytes()))).isEqualTo(cid);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b",
                "Qm",
                "zQmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
                "f00",
                "f0055",
                "f025500",
                "f01550001"
            })
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReader(long seed) {
        Fuzz.holds(seed, List.of(Cid.ofText("x").toBytes(), Cid.parse(OLD).toBytes()), Cid::decode, Cid::toBytes);
    }
}
