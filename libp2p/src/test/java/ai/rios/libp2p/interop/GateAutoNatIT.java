package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client of AutoNAT with go-libp2p's servers, in an open network and behind a gate that lets nobody in. */
@Timeout(300)
final class GateAutoNatIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("gate-autonat");

    private static final int SERVERS = 3;

    @RegisterExtension
    static final NatNetwork NETWORK = new NatNetwork("nobody was behind a gate");

    @BeforeAll
    @Timeout(1_000)
    static void build() throws IOException, InterruptedException {
        Implementation.GO.build();
        MATRIX.versions(Implementation.GO.versions());
    }

    private static String reachability(String place, int version) throws Exception {
        List<ForeignPeer> servers = new ArrayList<>();
        try {
            List<String> command = new ArrayList<>(ReachedPeer.COMMAND);
            for (int count = 0; count < SERVERS; count++) {
                ForeignPeer server = ForeignPeer.command(NETWORK.in(
                        "relay",
                        Implementation.GO.starting(
                                "listen", "--tcp", "/ip4/5.9.0.1/tcp/0", "--autonat", Integer.toString(version))));
                servers.add(server);
                command.add(server.listening());
            }
            try (ForeignPeer client = ForeignPeer.command(NETWORK.in(place, command))) {
                return ForeignPeer.text(client.line("reachability"), "is");
            }
        } finally {
            servers.forEach(ForeignPeer::close);
        }
    }

    @ParameterizedTest(name = "by version {0}")
    @ValueSource(ints = {1, 2})
    void weHearFromGoThatWeAreReachedInTheOpen(int version) throws Exception {
        assertThat(reachability("open", version)).isEqualTo("PUBLIC");
    }

    @ParameterizedTest(name = "by version {0}")
    @ValueSource(ints = {1, 2})
    void weHearFromGoThatWeAreNotReachedBehindAGate(int version) throws Exception {
        assertThat(reachability("a", version)).isEqualTo("PRIVATE");
    }
}
