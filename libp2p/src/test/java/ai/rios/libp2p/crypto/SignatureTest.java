package ai.rios.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MalformedException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SignatureTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The third test of RFC 8032, 7.1. */
    private static final PrivateKey KEY =
            PrivateKey.ofSeed(HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));

    private static final byte[] MESSAGE = HEX.parseHex("af82");

    @Test
    void theVectorOfTheRfcHolds() {
        assertThat(KEY.publicKey().data())
                .isEqualTo(HEX.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
        assertThat(KEY.sign(MESSAGE))
                .isEqualTo(HEX.parseHex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
    }

    @Test
    void onlyTheSignatureOfThisMessageVerifies() {
        byte[] signature = KEY.sign(MESSAGE);
        assertThat(KEY.publicKey().verifies(MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(KEY.publicKey().verifies(MESSAGE, changed))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(KEY.publicKey().verifies(new byte[] {1}, signature)).isFalse();
        assertThat(KEY.publicKey().verifies(MESSAGE, new byte[63])).isFalse();
    }

    @Test
    void aSeedOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> PrivateKey.ofSeed(new byte[33])).isInstanceOf(MalformedException.class);
    }
}
