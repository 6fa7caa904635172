package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageCodecTest {
    private static final Key CONTENT = Key.of(KadVectors.CONTENT);
    private static final String ADDRESS = "047f00000106 0fa1";

    private static Message find() {
        return Message.asking(Message.Type.FIND_NODE, Key.of(KadVectors.SPEC_PEER));
    }

    private static Message add() {
        return new Message(
                Message.Type.ADD_PROVIDER,
                CONTENT,
                List.of(),
                List.of(new KadPeer(KadVectors.SPEC_PEER, KadVectors.at("/ip4/127.0.0.1/tcp/4001"), false)));
    }

    private static Message answer() {
        return new Message(
                Message.Type.GET_PROVIDERS,
                CONTENT,
                List.of(new KadPeer(
                        KadVectors.peer(1), KadVectors.at("/ip4/1.2.3.4/tcp/1", "/ip6/::1/udp/2/quic-v1"), true)),
                List.of(
                        new KadPeer(KadVectors.SPEC_PEER, List.of(), false),
                        new KadPeer(KadVectors.peer(2), KadVectors.at("/dns/example.org/tcp/3"), false)));
    }

    @Test
    void messagesAreWrittenAsOtherImplementationsReadThem() {
        assertThat(MessageCodec.encode(find())).isEqualTo(KadVectors.bytes("0804 1226" + KadVectors.PEER));
        assertThat(MessageCodec.encode(Message.asking(Message.Type.GET_PROVIDERS, CONTENT)))
                .isEqualTo(KadVectors.bytes("0803 1222" + KadVectors.HASH));
        assertThat(MessageCodec.encode(add()))
                .isEqualTo(KadVectors.bytes(
                        "0802 1222" + KadVectors.HASH + "4a32 0a26" + KadVectors.PEER + "1208" + ADDRESS));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Message message : List.of(find(), add(), answer(), Message.asking(Message.Type.PING, Key.NONE))) {
            assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void anAnswerMayHaveNoKeyAndFieldsThatMeanNothingHere() {
        assertThat(MessageCodec.decode(KadVectors.bytes("0804 500a 1a02 0800")))
                .isEqualTo(Message.asking(Message.Type.FIND_NODE, Key.NONE));
    }

    @ParameterizedTest
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void anyBytesAreReadOrRefused(long seed) {
        List<byte[]> good =
                Stream.of(find(), add(), answer()).map(MessageCodec::encode).toList();
        Fuzz.holds(seed, good, MessageCodec::decode, MessageCodec::encode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0806", "08ffffffffffffffffff01", "0804 12", "ff"})
    void whatIsNoMessageIsRefused(String hex) {
        assertThatThrownBy(() -> MessageCodec.decode(KadVectors.bytes(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void keysHaveEightyBytesAtMost() {
        byte[] longest = new ProtoWriter().bytes(2, new byte[Key.LONGEST]).toBytes();
        assertThat(MessageCodec.decode(longest).key().toBytes()).hasSize(Key.LONGEST);
        byte[] longer = new ProtoWriter().bytes(2, new byte[Key.LONGEST + 1]).toBytes();
        assertThatThrownBy(() -> MessageCodec.decode(longer)).isInstanceOf(MalformedException.class);
    }

    private static byte[] peer(byte[]... addresses) {
        ProtoWriter out = new ProtoWriter().bytes(1, KadVectors.SPEC_PEER.toBytes());
        Stream.of(addresses).forEach(address -> out.bytes(2, address));
        return out.toBytes();
    }

    private static Message withCloser(byte[]... peers) {
        ProtoWriter out = new ProtoWriter().varint(1, 4);
        Stream.of(peers).forEach(peer -> out.bytes(8, peer));
        return MessageCodec.decode(out.toBytes());
    }

    @Test
    void anAddressThatCannotBeReadIsPassedOverAndThePeersEndTakenOff() {
        Multiaddr good = Multiaddr.parse("/ip4/1.2.3.4/tcp/5");
        byte[] unknown = KadVectors.bytes("ffff7f");
        assertThat(withCloser(peer(
                                unknown,
                                good.withPeer(KadVectors.SPEC_PEER.multihash()).toBytes()))
                        .closer())
                .containsExactly(new KadPeer(KadVectors.SPEC_PEER, List.of(good), false));
    }

    @Test
    void aPeerWhoseIdCannotBeReadIsPassedOver() {
        byte[] unknown = new ProtoWriter().bytes(1, KadVectors.bytes("1340")).toBytes();
        assertThat(withCloser(unknown, peer()).closer())
                .containsExactly(new KadPeer(KadVectors.SPEC_PEER, List.of(), false));
    }

    @Test
    void ofTooManyPeersTheFirstOnesAreTaken() {
        byte[][] peers = IntStream.rangeClosed(0, MessageCodec.MOST_PEERS)
                .mapToObj(at -> new ProtoWriter()
                        .bytes(1, KadVectors.peer(at).toBytes())
                        .toBytes())
                .toArray(byte[][]::new);
        assertThat(withCloser(peers).closer())
                .extracting(KadPeer::id)
                .hasSize(MessageCodec.MOST_PEERS)
                .startsWith(KadVectors.peer(0))
                .doesNotContain(KadVectors.peer(MessageCodec.MOST_PEERS));
    }

    @Test
    void ofTooManyAddressesTheFirstOnesAreTaken() {
        byte[][] addresses = IntStream.rangeClosed(1, MessageCodec.MOST_ADDRESSES + 1)
                .mapToObj(port -> Multiaddr.parse("/ip4/1.2.3.4/tcp/" + port).toBytes())
                .toArray(byte[][]::new);
        assertThat(withCloser(peer(addresses)).closer().getFirst().addresses())
                .hasSize(MessageCodec.MOST_ADDRESSES)
                .startsWith(Multiaddr.parse("/ip4/1.2.3.4/tcp/1"));
    }

    @Test
    void addressesThatAreTooLongTogetherAreLeftOut() {
        String name = "n".repeat(247);
        List<Multiaddr> addresses =
                KadVectors.at("/dns/" + name + "/tcp/1", "/dns/" + name + "/tcp/2", "/ip4/1.2.3.4/tcp/3");
        int two = addresses.get(0).toBytes().length + addresses.get(1).toBytes().length;
        assertThat(two).isBetween(MessageCodec.MOST_ADDRESS_BYTES - 8, MessageCodec.MOST_ADDRESS_BYTES);
        assertThat(MessageCodec.bounded(addresses)).isEqualTo(addresses.subList(0, 2));
    }

    @Test
    void aLargeAnswerIsCutAtItsLimitAndKeepsProvidersFirst() {
        String name = "n".repeat(200);
        List<KadPeer> large = IntStream.range(0, MessageCodec.MOST_PEERS)
                .mapToObj(at -> new KadPeer(
                        KadVectors.peer(at), KadVectors.at("/dns/" + name + "/tcp/1", "/dns/" + name + "/tcp/2"), true))
                .toList();
        byte[] written =
                MessageCodec.encode(new Message(Message.Type.GET_PROVIDERS, CONTENT, large, large.subList(0, 20)));
        assertThat(written.length).isBetween(MessageCodec.LONGEST_WRITTEN - 500, MessageCodec.LONGEST_WRITTEN);
        Message read = MessageCodec.decode(written);
        assertThat(read.providers()).isEqualTo(large.subList(0, 20));
        assertThat(read.closer())
                .isNotEmpty()
                .isEqualTo(large.subList(0, read.closer().size()));
    }

    @Test
    void onlyNumbersOfConnectionsThatAllKnowAreWritten() {
        ProtoReader in = new ProtoReader(MessageCodec.encode(answer()));
        int seen = 0;
        while (in.next()) {
            if (in.field() >= 8) {
                ProtoReader peer = new ProtoReader(in.bytes());
                while (peer.next()) {
                    if (peer.field() == 3) {
                        assertThat(peer.varint()).isEqualTo(1);
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(1);
    }
}
