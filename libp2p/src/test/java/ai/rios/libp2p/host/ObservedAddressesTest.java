package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ObservedAddressesTest {
    private static final Multiaddr LOCAL = Multiaddr.parse("/ip4/10.0.0.1/tcp/1");
    private static final Multiaddr OTHER = Multiaddr.parse("/ip4/10.0.0.1/tcp/2");
    private static final Multiaddr SEEN = seen(1);

    private final ManualTimers timers = new ManualTimers();
    private final ObservedAddresses observed = new ObservedAddresses(timers);

    private static Multiaddr seen(int port) {
        return Multiaddr.parse("/ip4/5.9.0.1/tcp/" + port);
    }

    private void see(int first, int last, Multiaddr seen) {
        for (int number = first; number <= last; number++) {
            observed.add(Multiaddr.parse("/ip4/5.8.1." + number + "/tcp/9"), LOCAL, seen);
        }
    }

    @Test
    void whatFourNetworksSeeIsTakenAsTrue() {
        see(1, 3, SEEN);
        assertThat(observed.confirmed()).isEmpty();
        see(3, 3, SEEN);
        assertThat(observed.confirmed()).as("one of them says it twice").isEmpty();
        see(4, 4, SEEN);
        assertThat(observed.confirmed()).containsExactly(SEEN);
    }

    @Test
    void peersOfOneCustomerAreOneNetwork() {
        for (int number = 1; number <= 9; number++) {
            observed.add(Multiaddr.parse("/ip6/2a01:1:1:100::" + number + "/tcp/9"), LOCAL, SEEN);
        }
        assertThat(observed.confirmed()).isEmpty();
        assertThat(observed.latestFirst()).containsExactly(SEEN);
    }

    @Test
    void whatIsSeenOfAnotherPortIsAnotherThing() {
        see(1, 2, SEEN);
        for (int number = 3; number <= 4; number++) {
            observed.add(Multiaddr.parse("/ip4/5.8.1." + number + "/tcp/9"), OTHER, SEEN);
        }
        assertThat(observed.confirmed()).isEmpty();
    }

    @Test
    void aNetworkHasOneWordItsLatest() {
        see(1, 4, SEEN);
        see(4, 4, seen(2));
        assertThat(observed.confirmed()).isEmpty();
        assertThat(observed.latestFirst()).containsExactly(seen(2), SEEN);
    }

    @Test
    void privateAddressesAreNotConfirmed() {
        Multiaddr home = Multiaddr.parse("/ip4/192.168.1.1/tcp/1");
        see(1, 4, home);
        assertThat(observed.confirmed()).isEmpty();
        assertThat(observed.latestFirst()).containsExactly(home);
    }

    @Test
    void thoseThatMostNetworksSeeAreTaken() {
        for (int port = 1; port <= ObservedAddresses.MOST_FOR_ONE + 1; port++) {
            see(10 * port, 10 * port + 3, seen(port));
        }
        see(100, 100, seen(ObservedAddresses.MOST_FOR_ONE + 1));
        assertThat(observed.confirmed())
                .hasSize(ObservedAddresses.MOST_FOR_ONE)
                .contains(seen(ObservedAddresses.MOST_FOR_ONE + 1));
    }

    @Test
    void wordsCountForATime() {
        see(1, 4, SEEN);
        timers.advance(ObservedAddresses.KEPT);
        assertThat(observed.confirmed()).containsExactly(SEEN);
        timers.advance(Duration.ofNanos(1));
        assertThat(observed.confirmed()).isEmpty();
        assertThat(observed.latestFirst()).isEmpty();
    }

    @Test
    void wordsAreBoundedAndTheOldestGivesWay() {
        see(1, 4, SEEN);
        for (int number = 0; number < ObservedAddresses.MOST_WORDS - 3; number++) {
            observed.add(Multiaddr.parse("/ip4/5.7." + number / 250 + "." + number % 250 + "/tcp/9"), LOCAL, seen(2));
        }
        assertThat(observed.confirmed()).containsExactly(seen(2));
    }
}
