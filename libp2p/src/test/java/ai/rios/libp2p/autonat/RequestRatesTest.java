package ai.rios.libp2p.autonat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.multiformats.Multihash;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RequestRatesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTimers timers = new ManualTimers();

    private static PeerId peer(int number) {
        return new PeerId(Multihash.sha256(new byte[] {(byte) number}));
    }

    private static boolean served(RequestRates rates, PeerId peer) {
        boolean taken = rates.enter(peer);
        if (taken) {
            rates.leave(peer);
        }
        return taken;
    }

    @Test
    void soManyOfAPeerAreTakenInAMinute() {
        RequestRates rates = new RequestRates(timers, 100, 2, 1);
        assertThat(served(rates, peer(1))).isTrue();
        timers.advance(Duration.ofSeconds(30));
        assertThat(served(rates, peer(1))).isTrue();
        assertThat(served(rates, peer(1))).isFalse();
        assertThat(served(rates, peer(2))).as("another one").isTrue();
        timers.advance(Duration.ofSeconds(30));
        assertThat(served(rates, peer(1))).as("the first is a minute ago").isTrue();
        assertThat(served(rates, peer(1))).isFalse();
    }

    @Test
    void soManyOfAllPeersAreTakenInAMinute() {
        RequestRates rates = new RequestRates(timers, 3, 2, 1);
        for (int number = 1; number <= 3; number++) {
            assertThat(served(rates, peer(number))).isTrue();
        }
        assertThat(served(rates, peer(4))).isFalse();
        timers.advance(MINUTE);
        assertThat(served(rates, peer(4))).isTrue();
    }

    @Test
    void soManyOfAPeerAreUnderWayAtOnce() {
        RequestRates rates = new RequestRates(timers, 100, 100, 2);
        assertThat(rates.enter(peer(1))).isTrue();
        assertThat(rates.enter(peer(1))).isTrue();
        assertThat(rates.enter(peer(1))).isFalse();
        assertThat(rates.enter(peer(2))).isTrue();
        timers.advance(MINUTE);
        assertThat(rates.enter(peer(1))).as("they take longer than a minute").isFalse();
        rates.leave(peer(1));
        assertThat(rates.enter(peer(1))).isTrue();
    }
}
