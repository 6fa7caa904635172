package ai.rios.libp2p.interop;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.transport.quic.QuicLimits;
import java.time.Duration;

/** Over QUIC, which brings security and streams with it. */
abstract class QuicConversation extends PeerConversation {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As its parent's. */
    QuicConversation(String table, Implementation them, String... flags) {
        super(table, them, flags);
    }

    @Override
    final HostBuilder ours() {
        // Times of a busy machine.
        QuicLimits.Times times = new QuicLimits.Times(
                PATIENCE, PATIENCE, Duration.ofSeconds(5), PATIENCE, PATIENCE, Duration.ofSeconds(1));
        return Host.builder().noTcp().quic(QuicLimits.DEFAULTS.withTimes(times)).listen("/ip4/127.0.0.1/udp/0/quic-v1");
    }
}
