package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.relay.RelayAccess;
import ai.rios.libp2p.relay.RelayClient;
import ai.rios.libp2p.relay.RelayLimits;
import ai.rios.libp2p.relay.RelayService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Circuit relay v2 with go-libp2p in each of the three places: relay, the peer that is reached, the peer that dials. */
@Timeout(300)
final class GoRelayIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("go-relay");

    private final List<Host> hosts = new ArrayList<>();

    @BeforeAll
    @Timeout(1_000)
    static void build() throws IOException, InterruptedException {
        Implementation.GO.build();
        MATRIX.versions(Implementation.GO.versions());
    }

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
    }

    private Host ourRelay(RelayAccess access) throws IOException {
        Host relay = Host.builder()
                .listen("/ip4/127.0.0.1/tcp/0")
                .with(new RelayService(RelayLimits.DEFAULTS, access))
                .start();
        hosts.add(relay);
        return relay;
    }

    private Host ours() throws IOException {
        Host host = Host.builder().with(new RelayClient()).start();
        hosts.add(host);
        host.setStreamHandler(EchoFrames.ID, new HandlerOptions(64, true), EchoFrames::serve);
        return host;
    }

    private static void echoes(Host dialer, String circuit, boolean limited) throws IOException {
        Connection connection = dialer.connect(circuit);
        assertThat(connection.limited()).isEqualTo(limited);
        try (Stream stream = connection.newStream(EchoFrames.ID)) {
            for (int length : new int[] {0, 1, 20_000}) {
                stream.writeFrame(new byte[length]);
                assertThat(stream.readFrame(EchoFrames.LONGEST)).hasSize(length);
            }
            stream.closeWrite();
            assertThat(stream.input().read()).as("the half-close passes").isEqualTo(-1);
        }
    }

    @Test
    void weAreReachedOverAGoRelay() throws IOException {
        try (ForeignPeer relay = Implementation.GO.start("listen", "--relay")) {
            Host target = ours();
            target.listen(Multiaddr.parse(relay.listening() + "/p2p-circuit"));
            echoes(ours(), target.addresses().getFirst().toString(), true);
        }
    }

    @Test
    void goReachesUsOverAGoRelay() throws Exception {
        try (ForeignPeer relay = Implementation.GO.start("listen", "--relay")) {
            Host target = ours();
            target.listen(Multiaddr.parse(relay.listening() + "/p2p-circuit"));
            echoedByGo(target.addresses().getFirst().toString());
        }
    }

    private static void echoedByGo(String circuit) throws Exception {
        try (ForeignPeer dialer = Implementation.GO.start("echo", "--to", circuit, "--size", "10000", "--count", "3")) {
            assertThat(dialer.line("echo")).contains("\"ok\":true", "\"halfClose\":true");
            assertThat(dialer.exitStatus()).isZero();
        }
    }

    @Test
    void goReachesUsOverOurRelay() throws Exception {
        Host relay = ourRelay(RelayAccess.STRANGERS);
        Host target = ours();
        target.listen(Multiaddr.parse(relay.addresses().getFirst() + "/p2p-circuit"));
        echoedByGo(target.addresses().getFirst().toString());
    }

    @Test
    void goTakesAReservationOfOursAndIsReached() throws IOException {
        Host relay = ourRelay(RelayAccess.STRANGERS);
        try (ForeignPeer target = Implementation.GO.start(
                "listen", "--via-relay", relay.addresses().getFirst().toString())) {
            assertThat(ForeignPeer.text(target.line("reserved"), "relay"))
                    .isEqualTo(relay.id().toString());
            echoes(ours(), target.listening(), true);
        }
    }

    @Test
    void goTakesAReservationOfOursWithoutALimitAndIsReachedByGo() throws Exception {
        Host relay = ourRelay(_ -> RelayAccess.Share.UNLIMITED);
        try (ForeignPeer target = Implementation.GO.start(
                "listen", "--via-relay", relay.addresses().getFirst().toString())) {
            target.line("reserved");
            String circuit = target.listening();
            echoes(ours(), circuit, false);
            try (ForeignPeer dialer =
                    Implementation.GO.start("echo", "--to", circuit, "--size", "1048576", "--count", "3")) {
                assertThat(dialer.line("echo")).contains("\"ok\":true");
            }
        }
    }

    @Test
    void weReachGoOverAGoRelay() throws IOException {
        try (ForeignPeer relay = Implementation.GO.start("listen", "--relay");
                ForeignPeer target = Implementation.GO.start("listen", "--via-relay", relay.listening())) {
            target.line("reserved");
            echoes(ours(), target.listening(), true);
        }
    }
}
