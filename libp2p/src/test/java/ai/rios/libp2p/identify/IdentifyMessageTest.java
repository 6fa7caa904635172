package ai.rios.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.Vectors;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IdentifyMessageTest {
    private static final PrivateKey KEY = Vectors.ed25519();
    private static final PeerId PEER = PeerId.of(KEY.publicKey());
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");
    private static final Multiaddr TWO = Multiaddr.parse("/ip4/1.2.3.4/tcp/4001");

    private static final IdentifyMessage MESSAGE = new IdentifyMessage(
            Optional.of(KEY.publicKey()),
            List.of(ONE),
            List.of("/ipfs/id/1.0.0", "/a"),
            Optional.of(TWO),
            Optional.of("v"),
            Optional.of("agent"),
            Optional.empty());

    @Test
    void whatIsWrittenIsRead() {
        assertThat(IdentifyMessage.decode(MESSAGE.encode(), PEER)).isEqualTo(MESSAGE);
    }

    @Test
    void theKeyOfAnotherPeerIsRefused() {
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        assertThatThrownBy(() -> IdentifyMessage.decode(MESSAGE.encode(), other))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void peersAtTheEndsOfAddressesAreTakenOffAndUnknownAddressesPassedOver() {
        byte[] bytes = new ProtoWriter()
                .bytes(2, ONE.withPeer(PEER.multihash()).toBytes())
                .bytes(2, new byte[] {1, 2})
                .bytes(4, TWO.withPeer(PEER.multihash()).toBytes())
                .toBytes();
        IdentifyMessage told = IdentifyMessage.decode(bytes, PEER);
        assertThat(told.listenAddresses()).containsExactly(ONE);
        assertThat(told.observedAddress()).contains(TWO);
    }

    @Test
    void anEmptyObservedAddressIsNone() {
        byte[] bytes = new ProtoWriter().bytes(4, new byte[0]).toBytes();
        assertThat(IdentifyMessage.decode(bytes, PEER).observedAddress()).isEmpty();
    }

    @Test
    void signedAddressesTakeThePlaceOfTheOthers() {
        byte[] record = new PeerRecord(PEER, 5, List.of(TWO)).seal(KEY).toBytes();
        IdentifyMessage told = MESSAGE.and(
                IdentifyMessage.decode(new ProtoWriter().bytes(8, record).toBytes(), PEER));
        assertThat(told.addresses()).containsExactly(TWO);
        assertThat(told.listenAddresses()).containsExactly(ONE);
        assertThat(told.agentVersion()).contains("agent");
    }

    @Test
    void signedAddressesMayEndWithThePeer() {
        byte[] record = new PeerRecord(PEER, 5, List.of(TWO.withPeer(PEER.multihash())))
                .seal(KEY)
                .toBytes();
        IdentifyMessage told =
                IdentifyMessage.decode(new ProtoWriter().bytes(8, record).toBytes(), PEER);
        assertThat(told.addresses()).containsExactly(TWO);
    }

    @Test
    void aRecordThatDoesNotHoldOrIsOfAnotherPeerIsLeftOut() {
        byte[] record = new PeerRecord(PEER, 5, List.of(TWO)).seal(KEY).toBytes();
        byte[] changed = record.clone();
        changed[changed.length - 1] ^= 1;
        assertThat(IdentifyMessage.decode(new ProtoWriter().bytes(8, changed).toBytes(), PEER)
                        .record())
                .isEmpty();
        PrivateKey other = PrivateKey.ofSeed(new byte[32]);
        byte[] foreign = new PeerRecord(PeerId.of(other.publicKey()), 5, List.of(TWO))
                .seal(other)
                .toBytes();
        assertThat(IdentifyMessage.decode(new ProtoWriter().bytes(8, foreign).toBytes(), PEER)
                        .record())
                .isEmpty();
    }

    @Test
    void whatIsBeyondTheBoundsIsLeftOut() {
        ProtoWriter out = new ProtoWriter();
        for (int count = 0; count < 1_100; count++) {
            out.text(3, "/p" + count).bytes(2, ONE.toBytes());
        }
        IdentifyMessage told = IdentifyMessage.decode(out.toBytes(), PEER);
        assertThat(told.protocols()).hasSize(IdentifyMessage.MOST_PROTOCOLS);
        assertThat(told.listenAddresses()).hasSize(IdentifyMessage.MOST_ADDRESSES);
        assertThat(told.and(told).protocols()).hasSize(IdentifyMessage.MOST_PROTOCOLS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReader(long seed) {
        Fuzz.refuses(seed, List.of(MESSAGE.encode()), bytes -> IdentifyMessage.decode(bytes, PEER));
    }
}
