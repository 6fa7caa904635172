package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two peers behind gates that let nobody in, and a relay: the two come to a direct connection. */
@Timeout(300)
final class HolePunchIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("hole-punching");

    private static final String ANYWHERE = "/ip4/0.0.0.0/tcp/0";

    /** Set before the first test, where there can be one. */
    @SuppressWarnings("NullAway.Init")
    private static NatNetwork network;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        String missing = NatNetwork.missing();
        assumeTrue(missing.isEmpty(), "no hole was punched: " + missing);
        network = new NatNetwork();
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        if (network != null) {
            network.takeDown();
        }
    }

    private static ForeignPeer ours(String place, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PunchPeer.class.getName()));
        command.addAll(List.of(words));
        return ForeignPeer.command(network.in(place, command));
    }

    private static String listening(ForeignPeer peer) throws IOException {
        return ForeignPeer.text(peer.line("listening"), "addrs");
    }

    @Test
    void twoOfOursBehindGatesComeToADirectConnection() throws Exception {
        try (ForeignPeer relay = ours("relay", "relay", ANYWHERE)) {
            String relayed = listening(relay);
            try (ForeignPeer target = ours("b", "listen", ANYWHERE, relayed);
                    ForeignPeer dialer = ours("a", "dial", ANYWHERE, relayed, listening(target))) {
                String punched = dialer.line("punched");
                assertThat(punched).contains("\"bytes\":200000", "\"limited\":false");
                assertThat(ForeignPeer.text(punched, "remote")).startsWith("/ip4/5.9.0.3/tcp/");
                assertThat(dialer.exitStatus()).isZero();
            }
        }
    }
}
