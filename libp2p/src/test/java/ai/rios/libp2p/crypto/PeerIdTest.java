package ai.rios.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerIdTest {
    private static final String SPEC = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

    @Test
    void anEd25519KeyStandsInItsIdAsItIs() {
        PublicKey key = PublicKey.decode(Vectors.key("ed25519.public"));
        PeerId id = PeerId.of(key);
        assertThat(id).hasToString(SPEC);
        assertThat(id.publicKey()).contains(key);
        assertThat(id.toCid()).isEqualTo("bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6");
    }

    @Test
    void aLongKeyIsHashed() {
        PeerId id = PeerId.of(PublicKey.decode(Vectors.key("rsa.public")));
        assertThat(id.toString()).startsWith("Qm").hasSize(46);
        assertThat(id.publicKey()).isEmpty();
    }

    @Test
    void aSecp256k1KeyIsShortEnoughToo() {
        assertThat(PeerId.of(PublicKey.decode(Vectors.key("secp256k1.public"))))
                .hasToString("16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY");
    }

    @ParameterizedTest
    @CsvSource({
        SPEC + ", 0024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
        "bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6, 0024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
        "k51qzi5uqu5dgy8qsq67hbz73jqkw87l3fgf4a91qb0d9b5173tir7n4vxk1oe, 0024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N, 12209dff3b17d74cf4d38a50d8b6383e92d181a10395a5e73a726dcccbd21bf6f0b9",
        "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe, 12209dff3b17d74cf4d38a50d8b6383e92d181a10395a5e73a726dcccbd21bf6f0b9",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA, 0024080112202ffa35a99d3a3cfbb17bb7c1dc5561b18a8dcca4df38dc613ea859c37eb1336b",
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG, 12209d6c2be50f706953479ab9df2ce3edca90b68053c00b3004b7f0accbe1e8eedf"
    })
    void everyTextFormIsRead(String text, String multihash) {
        assertThat(HexFormat.of().formatHex(PeerId.parse(text).toBytes())).isEqualTo(multihash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "12",
                "Qm",
                "12D3KooW",
                "bafkreihtiftidrbuyvsh3ilbg576luox2mqyfmtapghjyki63rmr3qxmba",
                "QmxoHT6iViN5xAjoz1VZ553cL31U9F94ht3QvWR1FrEbZY"
            })
    void whatIsNoPeerIsRefused(String text) {
        assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anAddressMayEndWithAPeer() {
        assertThat(PeerId.in(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + SPEC))).contains(PeerId.parse(SPEC));
        assertThat(PeerId.in(Multiaddr.parse("/ip4/1.2.3.4/tcp/1"))).isEmpty();
    }

    @Test
    void anIdThatHoldsNoKeyHasNone() {
        assertThat(PeerId.decode(new byte[] {0, 1, 1}).publicKey()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReader(long seed) {
        Fuzz.holds(seed, List.of(PeerId.parse(SPEC).toBytes()), PeerId::decode, PeerId::toBytes);
    }
}
