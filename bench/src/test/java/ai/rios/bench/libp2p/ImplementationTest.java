package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImplementationTest {
    private static final List<String> PING = List.of("ping");

    @Test
    void oursListensOverOneNetworkAndDialsWhatItIsGiven() {
        Implementation ours = new Implementation.Ours(Path.of("/home"));

        assertThat(ours.listener(Network.TCP))
                .startsWith("/home/rios", "peer", "listen")
                .doesNotContain("--quic");
        assertThat(ours.listener(Network.QUIC)).endsWith("--quic", "--no-tcp");
        assertThat(ours.dialer(Network.QUIC, PING)).containsExactly("/home/rios", "peer", "ping");
    }

    @Test
    void goIsToldTheNetworkOnBothSides() {
        Implementation go = new Implementation.Go(Path.of("/go-peer"));

        assertThat(go.listener(Network.TCP)).containsExactly("/go-peer", "listen");
        assertThat(go.listener(Network.QUIC)).containsExactly("/go-peer", "listen", "--quic");
        assertThat(go.dialer(Network.TCP, PING)).containsExactly("/go-peer", "ping");
        assertThat(go.dialer(Network.QUIC, PING)).containsExactly("/go-peer", "ping", "--quic");
    }
}
