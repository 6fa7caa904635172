package ai.rios.libp2p.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RelayBoundsTest {
    private static final RelayLimits LIMITS = RelayLimits.DEFAULTS;
    private static final Instant NOW = Instant.EPOCH;

    private final ReservationTable table = new ReservationTable(LIMITS);
    private final CircuitCounts circuits = new CircuitCounts(LIMITS);

    private static PeerId peer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return PeerId.of(PrivateKey.ofSeed(seed).publicKey());
    }

    private boolean reserve(int number, String ip) {
        return table.reserve(peer(number), Multiaddr.parse(ip + "/tcp/1"), NOW);
    }

    @Test
    void theDefaultsAreAsDocumented() {
        assertThat(LIMITS)
                .isEqualTo(new RelayLimits(
                        128,
                        8,
                        Duration.ofHours(1),
                        16,
                        512,
                        new CircuitLimit(Duration.ofSeconds(120), 131_072),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60)));
    }

    @Test
    void reservationsAreBoundedInAllAndRenewedBeyondThat() {
        for (int number = 0; number < 128; number++) {
            assertThat(reserve(number, "/ip4/1.2.3." + number)).isTrue();
        }
        assertThat(reserve(128, "/ip4/1.2.3.200")).isFalse();
        assertThat(reserve(127, "/ip4/1.2.3.127")).isTrue();
        table.remove(peer(0));
        assertThat(reserve(128, "/ip4/1.2.3.200")).isTrue();
    }

    @Test
    void reservationsAreBoundedForEachNetworkButLoopback() {
        for (int number = 0; number < 8; number++) {
            assertThat(reserve(number, "/ip4/1.2.3.4")).isTrue();
            assertThat(reserve(100 + number, "/ip6/2001:db8:1:2::" + number)).isTrue();
        }
        assertThat(reserve(8, "/ip4/1.2.3.4")).isFalse();
        assertThat(reserve(8, "/ip6/2001:db8:1:2:ffff::9")).isFalse();
        assertThat(reserve(8, "/ip6/2001:db8:1:3::9")).isTrue();
        for (int number = 200; number < 220; number++) {
            assertThat(reserve(number, "/ip4/127.0.0.1")).isTrue();
        }
    }

    @Test
    void aReservationEndsAndGivesItsPlaceBack() {
        RelayLimits one =
                new RelayLimits(1, 1, Duration.ofSeconds(10), 1, 1, LIMITS.circuit(), LIMITS.request(), LIMITS.stop());
        ReservationTable small = new ReservationTable(one);
        Multiaddr from = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
        assertThat(small.reserve(peer(1), from, NOW)).isTrue();
        assertThat(small.until(peer(1), NOW.plusSeconds(9))).contains(NOW.plusSeconds(10));
        assertThat(small.reserve(peer(2), from, NOW.plusSeconds(9))).isFalse();
        assertThat(small.until(peer(1), NOW.plusSeconds(10))).isEmpty();
        assertThat(small.reserve(peer(2), from, NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void circuitsAreBoundedForEachEndAndInAll() {
        for (int count = 0; count < 16; count++) {
            assertThat(circuits.enter(peer(0), peer(1 + count))).isTrue();
        }
        assertThat(circuits.enter(peer(0), peer(50))).isFalse();
        assertThat(circuits.enter(peer(50), peer(0))).isFalse();
        circuits.leave(peer(0), peer(1));
        assertThat(circuits.enter(peer(50), peer(0))).isTrue();
        for (int count = 16; count < 512; count++) {
            assertThat(circuits.enter(peer(1_000 + count), peer(2_000 + count))).isTrue();
        }
        assertThat(circuits.enter(peer(3_000), peer(3_001))).isFalse();
    }

    @Test
    void limitsThatAllowNothingAreRefused() {
        CircuitLimit limit = LIMITS.circuit();
        Duration time = Duration.ofSeconds(60);
        assertThatThrownBy(() -> new RelayLimits(0, 8, time, 16, 512, limit, time, time))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RelayLimits(1, 8, Duration.ofSeconds(1), 16, 512, limit, time, time))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RelayLimits(1, 8, time, 16, 512, limit, Duration.ZERO, time))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CircuitLimit(Duration.ofMillis(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CircuitLimit(Duration.ZERO, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
