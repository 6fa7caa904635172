package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QUIC through a gate in the middle that lets less through than either end's own network does. */
@Timeout(300)
final class SmallPathIT {
    @RegisterExtension
    static final NatNetwork NETWORK = new NatNetwork("nothing went through a narrow gate");

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1_500, 1_300, 1_280})
    void whatIsSentIsAsLongAsGoesThrough(int bytes) throws Exception {
        NETWORK.narrow("gate-a", bytes);
        try (ForeignPeer listener = start("relay", "listen", "/ip4/5.9.0.1/udp/0/quic-v1");
                ForeignPeer dialer = start("a", "dial", listener.listening(), "20")) {
            assertThat(dialer.line("echo")).contains("\"same\":20");
            assertThat(dialer.exitStatus()).isZero();
        }
    }

    private static ForeignPeer start(String place, String... words) throws Exception {
        List<String> command = new ArrayList<>(EchoPeer.COMMAND);
        command.addAll(List.of(words));
        return ForeignPeer.command(NETWORK.in(place, command));
    }
}
