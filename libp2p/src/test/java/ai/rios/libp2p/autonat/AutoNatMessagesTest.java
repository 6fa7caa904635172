package ai.rios.libp2p.autonat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AutoNatMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    private static final String ADDRESS_HEX = "047f000001060001";
    private static final PeerId PEER = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());

    private static final DialMessage REQUEST = DialMessage.Request.of(List.of(ADDRESS), 1);
    private static final DialMessage RESPONSE =
            new DialMessage.Response(DialMessage.Answer.OK, 1, DialMessage.Dialed.OK);
    private static final DialMessage WANTED = new DialMessage.DataRequest(1, 30_000);
    private static final DialMessage DATA = new DialMessage.Data(3);
    private static final FirstMessage DIAL = new FirstMessage.Dial(Optional.of(PEER), List.of(ADDRESS));
    private static final FirstMessage REACHED = new FirstMessage.Answer(FirstMessage.Status.OK, Optional.of(ADDRESS));

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    @Test
    void messagesOfVersionTwoAreWrittenAsOthersDo() {
        assertThat(hex(REQUEST.encode())).isEqualTo("0a13" + "0a08" + ADDRESS_HEX + "110100000000000000");
        assertThat(hex(RESPONSE.encode())).isEqualTo("1208" + "08c801" + "1001" + "18c801");
        assertThat(hex(WANTED.encode())).isEqualTo("1a06" + "0801" + "10b0ea01");
        assertThat(hex(DATA.encode())).isEqualTo("2205" + "0a03000000");
        assertThat(hex(Nonce.encode(1))).isEqualTo("090100000000000000");
    }

    @Test
    void messagesOfVersionOneAreWrittenAsOthersDo() {
        FirstMessage anonymous = new FirstMessage.Dial(Optional.empty(), List.of(ADDRESS));
        assertThat(hex(anonymous.encode())).isEqualTo("0800" + "120c" + "0a0a" + "1208" + ADDRESS_HEX);
        assertThat(hex(FirstMessage.Answer.of(FirstMessage.Status.OK).encode()))
                .as("OK is written, though it is 0")
                .isEqualTo("0801" + "1a02" + "0800");
    }

    @Test
    void whatIsNotSaidIsZeroInVersionTwo() {
        assertThat(DialMessage.decode(HEX.parseHex("1200")))
                .isEqualTo(new DialMessage.Response(DialMessage.Answer.INTERNAL_ERROR, 0, DialMessage.Dialed.UNUSED));
        assertThat(Nonce.decode(new byte[0])).isZero();
    }

    @Test
    void addressesThatCannotBeReadKeepTheirPlaces() {
        DialMessage read = DialMessage.decode(HEX.parseHex("0a0e" + "0a02ffff" + "0a08" + ADDRESS_HEX));
        assertThat(read).isEqualTo(new DialMessage.Request(List.of(Optional.empty(), Optional.of(ADDRESS)), 0));
    }

    @Test
    void addressesBeyondTheBoundsAreLeftOut() {
        List<Multiaddr> many = new ArrayList<>(Collections.nCopies(DialMessage.MOST_ADDRESSES + 1, ADDRESS));
        assertThat(DialMessage.Request.of(many, 0).addresses()).hasSize(DialMessage.MOST_ADDRESSES);
        assertThat(new FirstMessage.Dial(Optional.empty(), many).addresses()).hasSize(FirstMessage.MOST_ADDRESSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1202" + "0801", "1202" + "1801", "0a05" + "1001"})
    void whatIsNoMessageOfVersionTwoIsRefused(String hex) {
        assertThatThrownBy(() -> DialMessage.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0800", "0801", "0801" + "1a00", "0801" + "1a02" + "0801", "0802", "0800" + "1200"})
    void whatIsNoMessageOfVersionOneIsRefused(String hex) {
        assertThatThrownBy(() -> FirstMessage.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void anyInputIsReadOrRefused(long seed) {
        Fuzz.holds(
                seed,
                List.of(REQUEST.encode(), RESPONSE.encode(), WANTED.encode(), DATA.encode()),
                DialMessage::decode,
                DialMessage::encode);
        Fuzz.holds(seed, List.of(DIAL.encode(), REACHED.encode()), FirstMessage::decode, FirstMessage::encode);
        Fuzz.holds(seed, List.of(Nonce.encode(7)), Nonce::decode, Nonce::encode);
    }
}
