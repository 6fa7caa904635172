package ai.rios.libp2p.autonat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.host.Reachability;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FindingsTest {
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/5.9.0.1/tcp/1");
    private static final Multiaddr TWO = Multiaddr.parse("/ip6/2a01::1/tcp/1");
    private static final Duration REFRESH = Duration.ofMinutes(5);

    private final Findings findings = new Findings(REFRESH);

    private void dialed(Multiaddr address, boolean... reached) {
        for (boolean answer : reached) {
            findings.add(new Questions.Found(List.of(), Optional.of(address), answer), 0);
        }
    }

    private void passedOver(Multiaddr address) {
        findings.add(new Questions.Found(List.of(address), Optional.empty(), false), 0);
    }

    @Test
    void threeMoreOfAKindDecide() {
        findings.lookAt(List.of(ONE));
        dialed(ONE, true, true);
        assertThat(findings.reachability()).isEqualTo(Reachability.UNKNOWN);
        dialed(ONE, false, true, true);
        assertThat(findings.reachability()).as("four to one").isEqualTo(Reachability.PUBLIC);
        assertThat(findings.decided(true)).containsExactly(ONE);
        dialed(ONE, false, false, false);
        assertThat(findings.reachability()).as("three to two do not").isEqualTo(Reachability.PUBLIC);
        dialed(ONE, false);
        assertThat(findings.reachability()).as("four to one of the others do").isEqualTo(Reachability.PRIVATE);
        assertThat(findings.decided(false)).containsExactly(ONE);
    }

    @Test
    void oneAddressThatIsReachedIsEnough() {
        findings.lookAt(List.of(ONE, TWO));
        dialed(ONE, false, false, false);
        assertThat(findings.reachability()).as("the other may be").isEqualTo(Reachability.UNKNOWN);
        dialed(TWO, true, true, true);
        assertThat(findings.reachability()).isEqualTo(Reachability.PUBLIC);
    }

    @Test
    void anAddressThatNobodyDialsDoesNotKeepTheOthersFromBeingDecided() {
        findings.lookAt(List.of(ONE, TWO));
        dialed(ONE, false, false, false);
        passedOver(TWO);
        passedOver(TWO);
        assertThat(findings.due(List.of(ONE, TWO), 0)).containsExactly(TWO);
        passedOver(TWO);
        assertThat(findings.due(List.of(ONE, TWO), 0)).isEmpty();
        assertThat(findings.reachability()).isEqualTo(Reachability.PRIVATE);
    }

    @Test
    void whereNoAddressIsDecidedTheFirstVersionDecides() {
        findings.addWhole(false, 0);
        findings.addWhole(false, 0);
        assertThat(findings.reachability()).isEqualTo(Reachability.UNKNOWN);
        findings.addWhole(false, 0);
        assertThat(findings.reachability()).isEqualTo(Reachability.PRIVATE);
        findings.lookAt(List.of(ONE));
        dialed(ONE, true, true, true);
        assertThat(findings.reachability()).isEqualTo(Reachability.PUBLIC);
    }

    @Test
    void whatIsDecidedIsDueAgainAfterATime() {
        findings.lookAt(List.of(ONE, TWO));
        dialed(ONE, true, true, true);
        assertThat(findings.due(List.of(ONE, TWO), REFRESH.toNanos() - 1)).containsExactly(TWO);
        assertThat(findings.due(List.of(ONE, TWO), REFRESH.toNanos())).containsExactly(TWO, ONE);
        findings.addWhole(true, 0);
        assertThat(findings.isWholeDue(0)).isTrue();
    }

    @Test
    void addressesThatAreNotLookedAtAreForgottenAndThoseThatAreAreBounded() {
        findings.lookAt(List.of(ONE));
        dialed(ONE, true, true, true);
        findings.lookAt(List.of(TWO));
        assertThat(findings.reachability()).isEqualTo(Reachability.UNKNOWN);
        dialed(ONE, true, true, true);
        assertThat(findings.decided(true)).isEmpty();
        List<Multiaddr> many = new ArrayList<>();
        for (int port = 1; port <= Findings.MOST_ADDRESSES + 1; port++) {
            many.add(Multiaddr.parse("/ip4/5.9.0.1/tcp/" + port));
        }
        findings.lookAt(many);
        assertThat(findings.due(many, 0)).isEqualTo(many.subList(0, Findings.MOST_ADDRESSES));
    }
}
