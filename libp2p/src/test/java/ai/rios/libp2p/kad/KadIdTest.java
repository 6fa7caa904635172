package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multihash;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KadIdTest {
    @Test
    void aTextsKeyAndPlaceAreThoseOfOtherImplementations() {
        assertThat(KadVectors.CONTENT).hasToString("bafkreihtiftidrbuyvsh3ilbg576luox2mqyfmtapghjyki63rmr3qxmba");
        assertThat(Key.of(KadVectors.CONTENT)).hasToString(KadVectors.HASH);
        assertThat(Key.of(KadVectors.CONTENT).place())
                .hasToString("28524582908338642e04873a8979b78dd206e1bfa21e9ebd19cbd37456c05691");
    }

    @Test
    void aPeersPlaceIsThatOfItsId() {
        PeerId peer = PeerId.parse("12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq");
        assertThat(KadId.of(peer)).hasToString("dfd53212a4bd2beda3ea8e82d08285370c70a70cfe9c588e28754b23c8033121");
        assertThat(Key.of(peer).place()).isEqualTo(KadId.of(peer));
    }

    @Test
    void contentIsKeyedByItsHashWhateverKindItIs() {
        Multihash hash = Multihash.sha256(new byte[] {1});
        assertThat(Key.of(new Cid(1, Cid.DAG_PB, hash))).isEqualTo(Key.of(new Cid(1, Cid.RAW, hash)));
        assertThatThrownBy(() -> Key.of(new Cid(1, Cid.RAW, Multihash.identity(new byte[] {1}))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BigInteger number(KadId id) {
        return new BigInteger(1, HexFormat.of().parseHex(id.toString()));
    }

    @ParameterizedTest
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void distancesAreThoseOfLargeNumbers(long seed) {
        KadId one = KadId.of(KadVectors.peer(3 * seed));
        KadId two = KadId.of(KadVectors.peer(3 * seed + 1));
        KadId three = KadId.of(KadVectors.peer(3 * seed + 2));
        BigInteger distance = number(one).xor(number(two));
        assertThat(number(one.distance(two))).isEqualTo(distance);
        assertThat(one.sharedBits(two)).isEqualTo(KadId.BITS - distance.bitLength());
        assertThat(one.sharedBits(one)).isEqualTo(KadId.BITS);
        assertThat(Integer.signum(one.distance(two).compareTo(one.distance(three))))
                .isEqualTo(distance.compareTo(number(one).xor(number(three))));
    }

    @Test
    void orderIsThatOfUnsignedNumbers() {
        KadId small = new KadId(0, 0, 0, 1);
        KadId large = new KadId(-1, 0, 0, 0);
        assertThat(small).isLessThan(large).isLessThan(new KadId(0, 0, -1, 0)).isLessThan(new KadId(0, -1, 0, 0));
    }
}
