package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private static final PeerId PEER = new PeerId(Multihash.sha256(new byte[] {1}));
    private static final PeerId OTHER = new PeerId(Multihash.sha256(new byte[] {2}));
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");

    private final ManualTimers timers = new ManualTimers();
    private final Backoff backoff = new Backoff(timers);

    private void waits(Duration wait) {
        timers.advance(wait.minusNanos(1));
        assertThat(backoff.isOver(PEER, ADDRESS)).isFalse();
        timers.advance(Duration.ofNanos(1));
        assertThat(backoff.isOver(PEER, ADDRESS)).isTrue();
    }

    @Test
    void eachFailureInARowWaitsLongerUntilTheLongest() {
        assertThat(backoff.isOver(PEER, ADDRESS)).isTrue();
        backoff.failed(PEER, ADDRESS);
        waits(Duration.ofSeconds(6));
        backoff.failed(PEER, ADDRESS);
        waits(Duration.ofSeconds(9));
        for (int count = 0; count < 1_000; count++) {
            backoff.failed(PEER, ADDRESS);
        }
        waits(Duration.ofMinutes(5));
    }

    @Test
    void whatWorkedOnceBeginsAnew() {
        backoff.failed(PEER, ADDRESS);
        backoff.failed(PEER, ADDRESS);
        backoff.worked(PEER, ADDRESS);
        assertThat(backoff.isOver(PEER, ADDRESS)).isTrue();
        backoff.failed(PEER, ADDRESS);
        waits(Duration.ofSeconds(6));
    }

    @Test
    void aFailureCountsForThePeerThatWasNotThereAlone() {
        backoff.failed(OTHER, ADDRESS);
        assertThat(backoff.isOver(PEER, ADDRESS)).isTrue();
        assertThat(backoff.isOver(OTHER, ADDRESS)).isFalse();
    }

    @Test
    void theOldestIsForgottenAtTheBound() {
        backoff.failed(PEER, ADDRESS);
        for (int port = 0; port < Backoff.MOST_REMEMBERED; port++) {
            backoff.failed(PEER, Multiaddr.parse("/ip4/1.2.3.5/tcp/" + port));
        }
        assertThat(backoff.isOver(PEER, ADDRESS)).isTrue();
        assertThat(backoff.isOver(PEER, Multiaddr.parse("/ip4/1.2.3.5/tcp/0"))).isFalse();
    }
}
