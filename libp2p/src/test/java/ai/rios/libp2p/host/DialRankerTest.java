package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DialRankerTest {
    private static List<String> ranked(String... addresses) {
        return DialRanker.rank(List.of(addresses).stream().map(Multiaddr::parse).toList()).stream()
                .map(ranked -> ranked.delay().toMillis() + " " + ranked.address())
                .toList();
    }

    @Test
    void ofPublicAddressesQuicGoesFirstAndIpv6BeforeIpv4() {
        assertThat(ranked(
                        "/ip4/1.2.3.4/tcp/1",
                        "/ip6/2001:470::1/tcp/1",
                        "/ip4/1.2.3.4/udp/1/quic-v1",
                        "/ip6/2001:470::1/udp/1/quic-v1"))
                .containsExactly(
                        "0 /ip6/2001:470::1/udp/1/quic-v1",
                        "250 /ip4/1.2.3.4/udp/1/quic-v1",
                        "500 /ip6/2001:470::1/tcp/1",
                        "750 /ip4/1.2.3.4/tcp/1");
    }

    @Test
    void privateAddressesRunBesideThemWithShorterSteps() {
        assertThat(ranked("/ip4/10.0.0.1/tcp/1", "/ip4/10.0.0.1/tcp/2", "/ip4/10.0.0.1/tcp/3", "/ip4/1.2.3.4/tcp/1"))
                .containsExactly(
                        "0 /ip4/10.0.0.1/tcp/1",
                        "0 /ip4/1.2.3.4/tcp/1",
                        "30 /ip4/10.0.0.1/tcp/2",
                        "60 /ip4/10.0.0.1/tcp/3");
    }

    @Test
    void relaysWaitOnlyWhereThereIsAnotherWay() {
        String relay = "/ip4/1.2.3.4/tcp/1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N/p2p-circuit";
        assertThat(ranked(relay)).containsExactly("0 " + relay);
        assertThat(ranked(relay, "/ip4/1.2.3.4/tcp/2")).containsExactly("0 /ip4/1.2.3.4/tcp/2", "500 " + relay);
    }

    @Test
    void somePlacesAreNeverDialed() {
        for (String address : List.of(
                "/ip4/0.0.0.0/tcp/1",
                "/ip6/::/tcp/1",
                "/ip4/169.254.169.254/tcp/80",
                "/ip6/fe80::1/tcp/1",
                "/ip4/224.0.0.1/udp/1",
                "/ip4/0.1.2.3/tcp/1",
                "/ip4/192.0.0.1/tcp/1",
                "/ip4/192.0.2.1/tcp/1",
                "/ip4/192.88.99.1/tcp/1",
                "/ip4/198.18.0.1/tcp/1",
                "/ip4/198.19.255.255/tcp/1",
                "/ip4/198.51.100.1/tcp/1",
                "/ip4/203.0.113.1/tcp/1",
                "/ip4/240.0.0.1/tcp/1",
                "/ip4/255.255.255.255/tcp/1",
                "/ip6/2001:db8::1/tcp/1",
                "/ip6/3fff::1/tcp/1",
                "/ip6/100::1/tcp/1",
                "/ip6/4000::1/tcp/1",
                "/ip6/ff02::1/udp/1")) {
            assertThat(Addresses.isDialable(Multiaddr.parse(address)))
                    .as(address)
                    .isFalse();
        }
        for (String address : List.of(
                "/ip4/127.0.0.1/tcp/1",
                "/ip6/::1/tcp/1",
                "/ip4/192.0.1.1/tcp/1",
                "/ip4/198.17.255.255/tcp/1",
                "/ip4/198.20.0.0/tcp/1",
                "/ip4/223.255.255.255/tcp/1",
                "/ip6/2001:db9::1/tcp/1",
                "/ip6/64:ff9b::102:304/tcp/1",
                "/ip6/fd00::1/tcp/1")) {
            assertThat(Addresses.isDialable(Multiaddr.parse(address)))
                    .as(address)
                    .isTrue();
        }
    }

    @Test
    void privatePlacesAreKnown() {
        for (String ip : List.of(
                "/ip4/127.0.0.1",
                "/ip4/10.1.2.3",
                "/ip4/172.16.0.1",
                "/ip4/192.168.0.1",
                "/ip4/100.64.0.1",
                "/ip6/::1",
                "/ip6/fd00::1")) {
            assertThat(Addresses.isPrivate(Multiaddr.parse(ip + "/tcp/1")))
                    .as(ip)
                    .isTrue();
        }
        for (String ip : List.of("/ip4/1.2.3.4", "/ip4/100.128.0.1", "/ip4/172.32.0.1", "/ip6/2001:470::1")) {
            assertThat(Addresses.isPrivate(Multiaddr.parse(ip + "/tcp/1")))
                    .as(ip)
                    .isFalse();
        }
    }
}
