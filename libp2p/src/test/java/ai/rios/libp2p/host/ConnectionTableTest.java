package ai.rios.libp2p.host;

import static ai.rios.libp2p.io.Direction.INBOUND;
import static ai.rios.libp2p.io.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.InetNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ConnectionTableTest {
    private final StandingConnections connections = new StandingConnections();

    private static ConnectionTable table(int all, int perPeer, int perIp) {
        Duration second = Duration.ofSeconds(1);
        return new ConnectionTable(new HostLimits(all, perPeer, perIp, 1, 1, second, second, 1, second));
    }

    private static boolean letsIn(ConnectionTable table, String ip) {
        return table.guard(ConnectionGater.OPEN)
                .allowAccept(Multiaddr.parse((ip.contains(":") ? "/ip6/" : "/ip4/") + ip + "/tcp/1"));
    }

    @Test
    void othersOpenThreeQuartersAtMost() throws LimitException {
        ConnectionTable table = table(8, 8, 100);
        for (int count = 0; count < 6; count++) {
            assertThat(letsIn(table, "9.0.0.1")).isTrue();
            table.add(connections.with(count, INBOUND, "9.0.0." + count));
        }
        assertThat(letsIn(table, "9.0.0.1"))
                .as("a seventh one, before its first byte")
                .isFalse();
        HostConnection late = connections.with(9, INBOUND, "9.0.0.9");
        assertThatThrownBy(() -> table.add(late)).isInstanceOf(LimitException.class);
        table.add(connections.with(10, OUTBOUND, "9.0.0.9"));
        table.add(connections.with(11, OUTBOUND, "9.0.0.9"));
        HostConnection oneMore = connections.with(12, OUTBOUND, "9.0.0.9");
        assertThatThrownBy(() -> table.add(oneMore)).isInstanceOf(LimitException.class);
    }

    @Test
    void anIpv4AddressIsCountedByItselfAndLoopbackIsNot() throws LimitException {
        ConnectionTable table = table(100, 8, 2);
        HostConnection first = connections.with(1, INBOUND, "9.0.0.1");
        table.add(first);
        table.add(connections.with(2, INBOUND, "9.0.0.1"));
        assertThat(letsIn(table, "9.0.0.1")).isFalse();
        assertThat(letsIn(table, "9.0.0.2")).isTrue();
        table.remove(first);
        assertThat(letsIn(table, "9.0.0.1")).isTrue();
        for (int count = 0; count < 5; count++) {
            table.add(connections.with(count, INBOUND, "127.0.0.1"));
        }
        assertThat(letsIn(table, "127.0.0.1")).isTrue();
    }

    @Test
    void ofIpv6NetworksAreCounted() throws LimitException {
        ConnectionTable table = table(100, 8, 2);
        table.add(connections.with(1, INBOUND, "2001:470:1:100::1"));
        table.add(connections.with(2, INBOUND, "2001:470:1:101::1"));
        assertThat(letsIn(table, "2001:470:1:1ff::3"))
                .as("a third one of the same /56")
                .isFalse();
        for (int count = 2; count < 2 * InetNetwork.CUSTOMERS_A_SITE; count++) {
            String ip = "2001:470:1:" + count + "00::1";
            assertThat(letsIn(table, ip)).isTrue();
            table.add(connections.with(count + 1, INBOUND, ip));
        }
        assertThat(letsIn(table, "2001:470:1:ff00::1"))
                .as("one more of the same /48")
                .isFalse();
        assertThat(letsIn(table, "2001:470:2::1")).isTrue();
    }

    @Test
    void onePeerHasFew() throws LimitException {
        ConnectionTable table = table(100, 1, 100);
        ConnectionGater gater = table.guard(ConnectionGater.OPEN);
        Multiaddr from = Multiaddr.parse("/ip4/9.0.0.1/tcp/1");
        assertThat(gater.allowSecured(INBOUND, StandingConnections.peer(1), from))
                .isTrue();
        table.add(connections.with(1, OUTBOUND, "9.0.0.1"));
        assertThat(gater.allowSecured(INBOUND, StandingConnections.peer(1), from))
                .isFalse();
        assertThat(gater.allowSecured(INBOUND, StandingConnections.peer(2), from))
                .isTrue();
        HostConnection second = connections.with(1, OUTBOUND, "9.0.0.1");
        assertThatThrownBy(() -> table.add(second)).isInstanceOf(LimitException.class);
    }

    @Test
    void afterItsEndNothingIsLetIn() {
        ConnectionTable table = table(100, 8, 8);
        table.close();
        assertThat(letsIn(table, "127.0.0.1")).isFalse();
        HostConnection late = connections.with(1, OUTBOUND, "127.0.0.1");
        assertThatThrownBy(() -> table.add(late)).isInstanceOf(LimitException.class);
    }
}
