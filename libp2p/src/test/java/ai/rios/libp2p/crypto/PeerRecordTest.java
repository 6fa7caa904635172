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
import org.junit.jupiter.params.provider.MethodSource;

final class PeerRecordTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PEER_RECORD = {3, 1};

    /** What js-libp2p makes of the specification's key. */
    private static final byte[] ENVELOPE = HEX.parseHex(
            "0a24080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e120203011a450a260024080112201ed1e8fae2c4"
                    + "a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e10011a0a0a08047f000001060fa11a0d0a0b040102030491020fa1"
                    + "cd032a40d38fcc11900b707bfeb200ff24d2255ea05c68f52f4713d955fb546b8e15dbba3b3b519805bc9e9e78ea8d32e6c931032c"
                    + "2076e3ac6079cbcd259ea13d03770d");

    private static final PrivateKey KEY = Vectors.ed25519();
    private static final PeerId PEER = PeerId.of(KEY.publicKey());
    private static final PeerRecord RECORD = new PeerRecord(
            PEER,
            1,
            List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/4001"), Multiaddr.parse("/ip4/1.2.3.4/udp/4001/quic-v1")));

    @Test
    void theVectorHolds() {
        assertThat(RECORD.seal(KEY).toBytes()).isEqualTo(ENVELOPE);
        assertThat(PeerRecord.open(ENVELOPE)).isEqualTo(RECORD);
    }

    @Test
    void anyChangedBitIsNoticed() {
        for (int bit = 0; bit < ENVELOPE.length * 8; bit++) {
            byte[] changed = ENVELOPE.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> PeerRecord.open(changed)).as("bit %d", bit).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aRecordThatAnotherPeerSignedIsRefused() {
        PrivateKey other = PrivateKey.ofSeed(new byte[32]);
        byte[] payload =
                SignedEnvelope.open(ENVELOPE, "libp2p-peer-record", PEER_RECORD).payload();
        byte[] stolen = SignedEnvelope.seal(other, "libp2p-peer-record", PEER_RECORD, payload)
                .toBytes();
        assertThatThrownBy(() -> PeerRecord.open(stolen)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> RECORD.seal(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnvelopeIsGoodForItsDomainOnly() {
        assertThatThrownBy(() -> SignedEnvelope.open(ENVELOPE, "libp2p-relay-rsvp", PEER_RECORD))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> SignedEnvelope.open(ENVELOPE, "libp2p-peer-record", new byte[] {3, 2}))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anAddressThatIsNotKnownIsPassedOver() {
        byte[] payload =
                HEX.parseHex("0a26" + HEX.formatHex(PEER.toBytes()) + "1007" + "1a040a0281041a0a0a08047f000001060fa1");
        byte[] envelope = SignedEnvelope.seal(KEY, "libp2p-peer-record", PEER_RECORD, payload)
                .toBytes();
        assertThat(PeerRecord.open(envelope))
                .isEqualTo(new PeerRecord(PEER, 7, List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/4001"))));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReaders(long seed) {
        Fuzz.refuses(seed, List.of(ENVELOPE), PeerRecord::open);
        byte[] payload =
                SignedEnvelope.open(ENVELOPE, "libp2p-peer-record", PEER_RECORD).payload();
        Fuzz.refuses(
                seed,
                List.of(payload),
                bytes -> PeerRecord.open(SignedEnvelope.seal(KEY, "libp2p-peer-record", PEER_RECORD, bytes)
                        .toBytes()));
    }
}
