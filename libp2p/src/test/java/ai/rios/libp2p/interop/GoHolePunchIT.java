package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of ours and go-libp2p behind gates that let nobody in, and a relay of ours: the two come to a direct connection. */
@Timeout(300)
final class GoHolePunchIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("go-hole-punching");

    private static final String ANYWHERE = "/ip4/0.0.0.0/tcp/0";

    @RegisterExtension
    static final NatNetwork NETWORK = new NatNetwork("no hole was punched");

    @BeforeAll
    @Timeout(1_000)
    static void build() throws IOException, InterruptedException {
        Implementation.GO.build();
        MATRIX.versions(Implementation.GO.versions());
    }

    private static ForeignPeer go(String place, String... words) throws IOException {
        return ForeignPeer.command(NETWORK.in(place, Implementation.GO.starting(words)));
    }

    private static void cameToADirectConnection(ForeignPeer dialer) throws IOException {
        String punched = dialer.line("punched");
        assertThat(punched).contains("\"bytes\":200000", "\"limited\":false");
        assertThat(ForeignPeer.text(punched, "remote")).startsWith("/ip4/5.9.0.3/tcp/");
    }

    @Test
    void weDialGoBehindAGateAndComeToADirectConnection() throws IOException {
        try (ForeignPeer relay = PunchPeer.start(NETWORK, "relay", "relay", ANYWHERE)) {
            String relayed = relay.listening();
            try (ForeignPeer target = go("b", "listen", "--punch", "--tcp", ANYWHERE, "--via-relay", relayed)) {
                target.line("reserved");
                try (ForeignPeer dialer =
                        PunchPeer.start(NETWORK, "a", "dial", ANYWHERE, relayed, target.listening())) {
                    // It stays until go gives up the relayed connection, which go does not.
                    cameToADirectConnection(dialer);
                }
            }
        }
    }

    @Test
    void goDialsUsBehindAGateAndComesToADirectConnection() throws Exception {
        try (ForeignPeer relay = PunchPeer.start(NETWORK, "relay", "relay", ANYWHERE)) {
            String relayed = relay.listening();
            try (ForeignPeer target = PunchPeer.start(NETWORK, "b", "listen", ANYWHERE, relayed);
                    ForeignPeer dialer = go(
                            "a",
                            "punch",
                            "--tcp",
                            ANYWHERE,
                            "--via-relay",
                            relayed,
                            "--to",
                            target.listening(),
                            "--size",
                            "200000")) {
                cameToADirectConnection(dialer);
                assertThat(dialer.exitStatus()).isZero();
            }
        }
    }
}
