package ai.rios.libp2p.relay;

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
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelayMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final PrivateKey KEY = Vectors.ed25519();
    private static final PeerId RELAY = PeerId.of(KEY.publicKey());
    private static final PeerId PEER = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
    private static final Instant UNTIL = Instant.ofEpochSecond(1_900_000_000);
    private static final Voucher VOUCHER = new Voucher(RELAY, PEER, UNTIL);
    private static final CircuitLimit LIMIT = new CircuitLimit(Duration.ofMinutes(2), 131_072);
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/1.2.3.4/tcp/4001/p2p/" + RELAY);

    private static final List<HopMessage> HOPS = List.of(
            new HopMessage.Reserve(),
            new HopMessage.Connect(PEER),
            HopMessage.Answer.of(RelayStatus.NO_RESERVATION),
            new HopMessage.Answer(
                    RelayStatus.OK,
                    Optional.of(Granted.of(UNTIL, List.of(ADDRESS), VOUCHER.seal(KEY))),
                    Optional.of(LIMIT)));
    private static final List<StopMessage> STOPS = List.of(
            new StopMessage.Connect(PEER, Optional.empty()),
            new StopMessage.Connect(PEER, Optional.of(LIMIT)),
            new StopMessage.Answer(RelayStatus.OK));

    @Test
    void theKindIsWrittenAlsoWhereItIsZero() {
        assertThat(HEX.formatHex(new HopMessage.Reserve().encode())).isEqualTo("0800");
        assertThat(HEX.formatHex(new HopMessage.Connect(PEER).encode())).startsWith("0801" + "1228" + "0a26");
        assertThat(HEX.formatHex(HopMessage.Answer.of(RelayStatus.OK).encode())).isEqualTo("0802" + "2864");
        assertThat(HEX.formatHex(new StopMessage.Connect(PEER, Optional.of(LIMIT)).encode()))
                .startsWith("0800" + "1228" + "0a26")
                .endsWith("1a06" + "0878" + "10808008");
        assertThat(HEX.formatHex(new StopMessage.Answer(RelayStatus.PERMISSION_DENIED).encode()))
                .isEqualTo("0801" + "20ca01");
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(HOPS.stream().map(HopMessage::encode).map(HopMessage::decode))
                .isEqualTo(HOPS);
        assertThat(STOPS.stream().map(StopMessage::encode).map(StopMessage::decode))
                .isEqualTo(STOPS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no type
                "0803", // no such type
                "0801", // CONNECT to nobody
                "08011200", // CONNECT to a peer without an id
                "0802", // STATUS without one
                "08022865" + "00", // a field of number 0
                "080228a506", // no such status
                "08021a00" + "2864", // a reservation without an end
                "08021a0b08ffffffffffffffffff01" + "2864", // in no year that there is
                "0802220908ffffffffffffffff7f" + "2864", // a time of more than 32 bits
                "0a00" // a type that is no number
            })
    void whatLacksSomethingIsRefused(String hex) {
        assertThatThrownBy(() -> HopMessage.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0802", "0800", "0801", "080120a506"})
    void whatLacksSomethingIsRefusedByStopToo(String hex) {
        assertThatThrownBy(() -> StopMessage.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aReservationKeepsTheAddressesThatCanBeRead() {
        byte[] granted = new ProtoWriter()
                .varint(1, UNTIL.getEpochSecond())
                .bytes(2, new byte[] {1, 2})
                .bytes(2, ADDRESS.toBytes())
                .toBytes();
        assertThat(Granted.decode(granted)).isEqualTo(new Granted(UNTIL, List.of(ADDRESS), Optional.empty()));
    }

    @Test
    void moreBytesThanANumberHoldsAreAsGoodAsNoLimit() {
        byte[] limit = new ProtoWriter().varint(1, 1).varint(2, -1).toBytes();
        assertThat(CircuitLimit.decode(limit)).isEqualTo(new CircuitLimit(Duration.ofSeconds(1), Long.MAX_VALUE));
    }

    @Test
    void aVoucherIsReadFromItsEnvelope() {
        assertThat(Voucher.open(VOUCHER.seal(KEY).toBytes())).isEqualTo(VOUCHER);
        assertThat(HEX.formatHex(VOUCHER.seal(KEY).toBytes())).contains("12020302" + "1a");
    }

    @Test
    void aVoucherThatAnotherPeerSignedIsRefused() {
        PrivateKey other = PrivateKey.ofSeed(new byte[32]);
        byte[] forged = new Voucher(PEER, PEER, UNTIL).seal(other).toBytes();
        byte[] payload = new Voucher(RELAY, PEER, UNTIL).seal(KEY).payload();
        byte[] swapped = new ProtoWriter()
                .bytes(1, other.publicKey().encode())
                .bytes(2, new byte[] {3, 2})
                .bytes(3, payload)
                .bytes(5, new byte[64])
                .toBytes();
        assertThat(Voucher.open(forged).relay()).isEqualTo(PEER);
        assertThatThrownBy(() -> Voucher.open(swapped)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> VOUCHER.seal(other)).isInstanceOf(IllegalArgumentException.class);
        byte[] record = new PeerRecord(RELAY, 1, List.of()).seal(KEY).toBytes();
        assertThatThrownBy(() -> Voucher.open(record)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void anyInputIsReadOrRefused(long seed) {
        Fuzz.holds(seed, HOPS.stream().map(HopMessage::encode).toList(), HopMessage::decode, HopMessage::encode);
        Fuzz.holds(seed, STOPS.stream().map(StopMessage::encode).toList(), StopMessage::decode, StopMessage::encode);
        Fuzz.refuses(seed, List.of(VOUCHER.seal(KEY).toBytes()), Voucher::open);
    }
}
