package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two peers behind gates that let nobody in, and a relay: the two come to a direct connection. */
@Timeout(300)
final class HolePunchIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("hole-punching");

    private static final String ANYWHERE = "/ip4/0.0.0.0/tcp/0";

    @RegisterExtension
    static final NatNetwork NETWORK = new NatNetwork("no hole was punched");

    @Test
    void twoOfOursBehindGatesComeToADirectConnection() throws Exception {
        try (ForeignPeer relay = PunchPeer.start(NETWORK, "relay", "relay", ANYWHERE)) {
            String relayed = relay.listening();
            try (ForeignPeer target = PunchPeer.start(NETWORK, "b", "listen", ANYWHERE, relayed);
                    ForeignPeer dialer = PunchPeer.start(NETWORK, "a", "dial", ANYWHERE, relayed, target.listening())) {
                for (String event : List.of("punched", "alone")) {
                    String echo = dialer.line(event);
                    assertThat(echo).contains("\"bytes\":200000", "\"limited\":false");
                    assertThat(ForeignPeer.text(echo, "remote")).startsWith("/ip4/5.9.0.3/tcp/");
                }
                assertThat(dialer.exitStatus()).isZero();
            }
        }
    }
}
