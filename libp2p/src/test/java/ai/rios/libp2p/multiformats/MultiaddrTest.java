package ai.rios.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultiaddrTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
    private static final String PEER_BYTES =
            "a503260024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

    /** Text and bytes that go-libp2p and js-libp2p agree on. */
    static Stream<List<String>> vectors() {
        return Stream.of(
                List.of("/ip4/127.0.0.1/udp/1234", "047f000001910204d2"),
                List.of("/ip4/127.0.0.1/tcp/4321", "047f0000010610e1"),
                List.of("/ip4/192.0.2.42/tcp/443", "04c000022a0601bb"),
                List.of("/ip4/127.0.0.1/udp/1234/ip4/127.0.0.1/tcp/4321", "047f000001910204d2047f0000010610e1"),
                List.of("/ip6/::1/udp/4001/quic-v1", "290000000000000000000000000000000191020fa1cd03"),
                List.of("/dns4/example.com/tcp/443/wss", "360b6578616d706c652e636f6d0601bbde03"),
                List.of("/dns/example.com/tcp/443/tls/ws", "350b6578616d706c652e636f6d0601bbc003dd03"),
                List.of("/dnsaddr/bootstrap.libp2p.io", "3813626f6f7473747261702e6c69627032702e696f"),
                List.of("/dns6/example.com/tcp/80/ws", "370b6578616d706c652e636f6d060050dd03"),
                List.of("/ip6zone/eth0/ip6/fe80::1/tcp/1", "2a046574683029fe800000000000000000000000000001060001"),
                List.of("/ip4/127.0.0.1/tcp/4001/p2p/" + PEER, "047f000001060fa1" + PEER_BYTES),
                List.of("/ip4/1.2.3.4/tcp/4001/p2p/" + PEER + "/p2p-circuit", "0401020304060fa1" + PEER_BYTES + "a202"),
                List.of("/ip6/::ffff:127.0.0.1/tcp/111", "2900000000000000000000ffff7f00000106006f"),
                List.of("/unix/a/b", "9003042f612f62"),
                List.of("/dns/a/http-path/x%2Fy", "350161e103" + "03782f79"),
                List.of("/memory/7", "89060000000000000007"));
    }

    @Test
    void anInterfaceThatIsNotHereIsNoSocket() {
        assertThat(Multiaddr.parse("/ip6zone/nowhere-7/ip6/fe80::1/tcp/1").socketAddress(Protocol.TCP))
                .isEmpty();
    }

    /** Java puts an interface to every IPv6 address of this machine. */
    @Test
    void onlyLinkLocalAddressesHaveAZone() throws Exception {
        List<InetAddress> here = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet6Address.class::isInstance)
                .toList();
        assertThat(here).isNotEmpty();
        for (InetAddress ip : here) {
            Multiaddr written = Multiaddr.of(new InetSocketAddress(ip, 1), Protocol.UDP);
            assertThat(written.has(Protocol.IP6ZONE)).isEqualTo(ip.isLinkLocalAddress());
            assertThat(written.socketAddress(Protocol.UDP)).contains(new InetSocketAddress(ip, 1));
        }
    }

    /** The kernel tells whence a packet comes without a zone, and QUIC holds that against where it sends. */
    @Test
    void aZoneThatMeansNothingIsPassedOver() throws Exception {
        String loopback =
                NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")).getName();
        Multiaddr told = Multiaddr.parse("/ip6zone/" + loopback + "/ip6/::1/udp/1");
        assertThat(told.socketAddress(Protocol.UDP).orElseThrow().getAddress())
                .isInstanceOfSatisfying(
                        Inet6Address.class, ip -> assertThat(ip.getScopeId()).isZero());
    }

    static List<byte[]> good() {
        return vectors().map(pair -> HEX.parseHex(pair.getLast())).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theVectorsHold(List<String> pair) {
        Multiaddr address = Multiaddr.parse(pair.getFirst());
        assertThat(HEX.formatHex(address.toBytes())).isEqualTo(pair.getLast());
        assertThat(address).hasToString(pair.getFirst());
        assertThat(Multiaddr.decode(HEX.parseHex(pair.getLast()))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "ip4/1.2.3.4",
                "/ip4",
                "/ip4/",
                "/ip4/::1",
                "/ip4/1.2.3",
                "/ip4/1.2.3.4.5",
                "/ip4/1.2.3.256",
                "/ip4/1.2.3.04",
                "/ip4/1.2.3.4//tcp/1",
                "/ip6/1.2.3.4",
                "/ip6/1::2::3",
                "/ip6/:1",
                "/ip6/1:2:3:4:5:6:7",
                "/ip6/1:2:3:4:5:6:7:8:9",
                "/ip6/1:2:3:4:5:6:7::8:9",
                "/ip6/1.2.3.4::",
                "/ip6/fe80::1%eth0",
                "/ip6/[::1]",
                "/ip6/12345::",
                "/tcp/65536",
                "/tcp/+1",
                "/tcp/0x1",
                "/udp",
                "/ip4/1.2.3.4/tcp/-1",
                "/ip4/127.0.0.1/p2p",
                "/ip4/127.0.0.1/p2p/tcp",
                "/quic-v1/65536",
                "/ip6zone//ip6/fe80::1",
                "/p2p/QmxoHT6iViN5xAjoz1VZ553cL31U9F94ht3QvWR1FrEbZY",
                "/p2p/bafkreihtiftidrbuyvsh3ilbg576luox2mqyfmtapghjyki63rmr3qxmba",
                "/unix",
                "/unix/",
                "/http-path",
                "/http-path/a/tcp/1",
                "/http-path/%2",
                "/http-path/%xx",
                "/certhash/b",
                "/memory/18446744073709551616",
                "/nothing/known"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "04",
                "047f0000",
                "0600",
                "3500",
                "35012f",
                "3501ff",
                "a503",
                "a50300",
                "a50301",
                "8104",
                "87870f",
                "cdcd03",
                "047f00000106"
            })
    void bytesThatAreNoAddressAreRefused(String hex) {
        byte[] bytes = HEX.parseHex(hex);
        assertThatThrownBy(() -> Multiaddr.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/ip6/0:0:0:0:0:0:0:1/tcp/1, /ip6/::1/tcp/1",
        "/ip6/2001:DB8::0001/tcp/1, /ip6/2001:db8::1/tcp/1",
        "/ip6/2001:db8:0:0:1:0:0:1, /ip6/2001:db8::1:0:0:1",
        "/ip6/1:0:2:3:4:5:6:7, /ip6/1:0:2:3:4:5:6:7",
        "/ip6/1::, /ip6/1::",
        "/ip6/::, /ip6/::",
        "/ip6/::1.2.3.4, /ip6/::102:304",
        "/tcp/0080/, /tcp/80",
        "/ipfs/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N, /p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
        "/p2p/bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe, /p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"
    })
    void otherWaysToWriteAreReadAndWrittenInOneWay(String read, String written) {
        assertThat(Multiaddr.parse(read)).hasToString(written).isEqualTo(Multiaddr.parse(written));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReaderOfBytes(long seed) {
        Fuzz.holds(seed, good(), Multiaddr::decode, Multiaddr::toBytes);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReaderOfText(long seed) {
        List<byte[]> texts = vectors()
                .map(pair -> pair.getFirst().getBytes(StandardCharsets.UTF_8))
                .toList();
        Fuzz.holds(
                seed,
                texts,
                bytes -> Multiaddr.parse(new String(bytes, StandardCharsets.UTF_8)),
                address -> address.toString().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void whatIsReadFromBytesIsReadFromItsTextToo(long seed) {
        Fuzz.holds(
                seed, good(), bytes -> Multiaddr.parse(Multiaddr.decode(bytes).toString()), Multiaddr::toBytes);
    }

    @Test
    void anAddressBeyondTheBoundIsRefused() {
        String name = "a".repeat(Multiaddr.LONGEST - 3);
        assertThat(Multiaddr.parse("/dns/" + name).toBytes()).hasSize(Multiaddr.LONGEST);
        assertThatThrownBy(() -> Multiaddr.parse("/dns/" + name + "a")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Multiaddr.decode(new byte[Multiaddr.LONGEST + 1]))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Multiaddr.parse("/" + "a".repeat(Multiaddr.LONGEST_TEXT)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void oneAddressThatIsNotKnownDoesNotHideTheOthers() {
        List<Multiaddr> known =
                Multiaddr.decodeKnown(List.of(HEX.parseHex("8104"), HEX.parseHex("047f0000010610e1"), new byte[0]));
        assertThat(known).containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/4321"));
    }

    @Test
    void partsAreAddedAndTakenAway() {
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
        Multiaddr relayed = address.encapsulate(Multiaddr.parse("/p2p/" + PEER + "/p2p-circuit"));
        assertThat(relayed).hasToString("/ip4/1.2.3.4/tcp/1/p2p/" + PEER + "/p2p-circuit");
        assertThat(relayed.isCircuit()).isTrue();
        assertThat(relayed.peer()).isEmpty();
        assertThat(relayed.decapsulate(Protocol.P2P)).contains(address);
        assertThat(address.decapsulate(Protocol.IP4)).isEmpty();
        assertThat(address.decapsulate(Protocol.UDP)).contains(address);
        assertThat(address.value(Protocol.TCP)).contains("1");
    }

    @Test
    void thePeerAtTheEndIsReplacedAndTakenAway() {
        Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
        Multihash peer = Multihash.decode(Base58.decode(PEER));
        assertThat(address.withPeer(peer).withPeer(peer)).hasToString("/ip4/1.2.3.4/tcp/1/p2p/" + PEER);
        assertThat(address.withPeer(peer).peer()).contains(peer);
        assertThat(address.withPeer(peer).withoutPeer()).isEqualTo(address);
        Multiaddr alone = Multiaddr.parse("/p2p/" + PEER);
        assertThat(alone.withoutPeer()).isEqualTo(alone);
    }

    @Test
    void socketsHaveAddressesAndBack() {
        for (String ip : List.of("127.0.0.1", "::1", "2001:db8::5")) {
            InetSocketAddress socket = new InetSocketAddress(ip, 80);
            Multiaddr address = Multiaddr.of(socket, Protocol.TCP);
            assertThat(address.socketAddress(Protocol.TCP)).contains(socket);
            assertThat(address.socketAddress(Protocol.UDP)).isEmpty();
        }
        assertThat(Multiaddr.parse("/dns4/localhost/tcp/1").socketAddress(Protocol.TCP))
                .isEmpty();
        assertThat(Multiaddr.parse("/tcp/1").socketAddress(Protocol.TCP)).isEmpty();
        assertThat(Multiaddr.parse("/tcp/1/tcp/1").socketAddress(Protocol.TCP)).isEmpty();
    }
}
