package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.autonat.AutoNat;
import ai.rios.libp2p.autonat.AutoNatLimits;
import ai.rios.libp2p.autonat.AutoNatService;
import ai.rios.libp2p.autonat.Scope;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.Reachability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** AutoNAT with go-libp2p as server and as client, on loopback. */
@Timeout(300)
final class GoAutoNatIT {
    @RegisterExtension
    static final Matrix MATRIX = new Matrix("go-autonat");

    private static final String LOOPBACK = "/ip4/127.0.0.1/tcp/0";

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

    private Host start(HostBuilder builder) throws IOException {
        Host host = builder.listen(LOOPBACK).start();
        hosts.add(host);
        return host;
    }

    private String server() throws IOException {
        PrivateKey dialer = PrivateKey.generate(new SecureRandom());
        return start(Host.builder().with(new AutoNatService(AutoNatLimits.DEFAULTS, dialer, Scope.ANY)))
                .addresses()
                .getFirst()
                .toString();
    }

    private static void goHears(String is, String... words) throws Exception {
        List<String> command = new ArrayList<>(Implementation.GO.starting("autonat"));
        command.addAll(List.of(words));
        try (ForeignPeer client = ForeignPeer.command(command)) {
            assertThat(client.line("reachability")).contains("\"is\":\"" + is + "\"");
            assertThat(client.exitStatus()).isZero();
        }
    }

    @Test
    void goHearsFromUsByVersionOneThatItIsReached() throws Exception {
        goHears("Public", "--to", server(), "--autonat", "1");
    }

    @Test
    void goHearsFromUsByVersionTwoThatItIsReached() throws Exception {
        goHears("Public", "--to", server(), "--autonat", "2");
    }

    @Test
    void goGivesUsDataAndHearsThatItIsNotReachedElsewhere() throws Exception {
        String elsewhere;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            elsewhere = "/ip4/127.0.0.2/tcp/" + closed.getLocalPort();
        }
        goHears("Private", "--to", server(), "--autonat", "2", "--claim", elsewhere);
    }

    @Test
    void weHearFromGoByVersionTwoThatWeAreReached() throws Exception {
        BlockingQueue<Reachability> heard = new LinkedBlockingQueue<>();
        Host client = start(Host.builder().with(new AutoNat(Scope.ANY)));
        client.addListener(new HostListener() {
            @Override
            public void reachabilityChanged(Reachability reachability) {
                heard.add(reachability);
            }
        });
        List<ForeignPeer> servers = new ArrayList<>();
        try {
            for (int count = 0; count < 3; count++) {
                ForeignPeer server = Implementation.GO.start("listen", "--autonat", "2");
                servers.add(server);
                client.connect(server.listening());
            }
            assertThat(heard.poll(200, TimeUnit.SECONDS)).isEqualTo(Reachability.PUBLIC);
        } finally {
            servers.forEach(ForeignPeer::close);
        }
    }
}
