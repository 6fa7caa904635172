package ai.rios.libp2p.host;

import static ai.rios.libp2p.io.Direction.INBOUND;
import static ai.rios.libp2p.io.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TrimmerTest {
    private static final Duration YOUNG = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final StandingConnections connections = new StandingConnections();
    private final ConnectionTags tags = new ConnectionTags();
    private final List<HostConnection> standing = new ArrayList<>();

    private Trimmer trimmer(int high, int low) {
        return new Trimmer(new TrimLimits(high, low, YOUNG, Duration.ofSeconds(10), IDLE), tags, connections.timers);
    }

    private HostConnection with(int peer, Direction direction) {
        HostConnection connection = connections.with(peer, direction, "9.0.0.1");
        standing.add(connection);
        return connection;
    }

    @Test
    void atTheMarkNothingIsClosedAndBeyondItAsManyAsAreBeyondTheLowerOne() {
        for (int peer = 0; peer < 4; peer++) {
            with(peer, OUTBOUND);
        }
        connections.timers.advance(YOUNG);
        assertThat(trimmer(4, 2).surplus(standing)).isEmpty();
        assertThat(trimmer(3, 2).surplus(standing)).hasSize(2);
    }

    @Test
    void theLeastWeightGoesFirstAndNoneThatIsProtectedOrYoung() {
        HostConnection heavy = with(1, INBOUND);
        HostConnection light = with(2, INBOUND);
        HostConnection protectedOne = with(3, INBOUND);
        tags.weigh(heavy.remotePeer(), "a", 4);
        tags.weigh(heavy.remotePeer(), "b", 2);
        tags.weigh(light.remotePeer(), "a", 5);
        tags.protect(protectedOne.remotePeer(), "a");
        connections.timers.advance(YOUNG.minusNanos(1));
        assertThat(trimmer(1, 0).surplus(standing)).isEmpty();
        connections.timers.advance(Duration.ofNanos(1));
        with(4, INBOUND);
        assertThat(trimmer(1, 0).surplus(standing)).containsExactly(light, heavy);
        assertThat(trimmer(3, 3).surplus(standing)).containsExactly(light);
        tags.remove(protectedOne.remotePeer(), "a");
        assertThat(trimmer(1, 0).surplus(standing)).containsExactly(protectedOne, light, heavy);
    }

    @Test
    void ofTheSameWeightThoseWithoutStreamsGoFirstThenInboundOnesThenTheYoungest() throws IOException {
        HostConnection outbound = with(1, OUTBOUND);
        HostConnection old = with(2, INBOUND);
        HostConnection used = with(3, INBOUND);
        Stream stream = used.newStream("/a");
        connections.timers.advance(Duration.ofSeconds(1));
        HostConnection younger = with(4, INBOUND);
        connections.timers.advance(YOUNG);
        assertThat(trimmer(1, 0).surplus(standing)).containsExactly(younger, old, outbound, used);
        stream.close();
        assertThat(used.isUsed()).isFalse();
    }

    @Test
    void strangersAloneAreTrimmedBeforeTheWholeIsTooMuch() {
        for (int peer = 0; peer < 4; peer++) {
            with(peer, INBOUND);
        }
        HostConnection ours = with(9, OUTBOUND);
        connections.timers.advance(YOUNG);
        assertThat(trimmer(5, 3).surplus(standing)).hasSize(2).doesNotContain(ours);
    }

    @Test
    void whatNobodyUsesIsIdleAfterAWhileUnlessItIsTagged() throws IOException {
        HostConnection unused = with(1, INBOUND);
        HostConnection tagged = with(2, INBOUND);
        HostConnection used = with(3, OUTBOUND);
        tags.weigh(tagged.remotePeer(), "a", 0);
        Stream stream = used.newStream("/a");
        connections.timers.advance(IDLE.minusNanos(1));
        assertThat(trimmer(9, 9).idle(standing)).isEmpty();
        connections.timers.advance(Duration.ofNanos(1));
        assertThat(trimmer(9, 9).idle(standing)).containsExactly(unused);
        stream.reset();
        stream.close();
        connections.timers.advance(IDLE.minusNanos(1));
        assertThat(trimmer(9, 9).idle(standing)).containsExactly(unused);
        connections.timers.advance(Duration.ofNanos(1));
        assertThat(trimmer(9, 9).idle(standing)).containsExactly(unused, used);
    }

    @Test
    void theDefaultsFollowTheNumberOfConnections() {
        assertThat(TrimLimits.DEFAULTS.high()).isEqualTo(900);
        assertThat(TrimLimits.DEFAULTS.low()).isEqualTo(700);
        assertThat(TrimLimits.of(64).high()).isEqualTo(56);
        assertThat(TrimLimits.of(1).high()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new TrimLimits(1, 2, YOUNG, YOUNG, IDLE));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrimLimits(1, 1, YOUNG, YOUNG, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tags.weigh(StandingConnections.peer(1), "a", Integer.MAX_VALUE));
    }
}
