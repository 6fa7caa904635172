package ai.rios.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.muxer.yamux.Yamux;
import ai.rios.libp2p.muxer.yamux.YamuxLimits;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.Resources;
import ai.rios.libp2p.security.PlainSecurity;
import ai.rios.libp2p.security.SecureChannel;
import ai.rios.libp2p.security.SecurityProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class UpgraderTest {
    private static final Multiaddr SOMEWHERE = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    private static final PrivateKey KEY = PrivateKey.ofSeed(new byte[32]);

    /** Tells who is there, and takes whoever that is. */
    private static final class Careless implements SecurityProtocol {
        private final PlainSecurity plain = new PlainSecurity(KEY);

        @Override
        public String id() {
            return plain.id();
        }

        @Override
        public SecureChannel secure(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException {
            return plain.secure(raw, direction, Optional.empty());
        }
    }

    private static Upgrader upgrader(SecurityProtocol security) {
        return new Upgrader(
                List.of(security), List.of(new Yamux(YamuxLimits.DEFAULTS, new ManualTimers())), ConnectionGater.OPEN);
    }

    @Test
    void whereNoMemoryIsLeftNothingIsMultiplexed() {
        PairedDuplex.Pair pair = PairedDuplex.pair();
        Resources small = new Resources(ResourceLimits.ofMemory(ResourceLimits.CONNECTION_BYTES));
        Upgrader full = new Upgrader(
                List.of(new PlainSecurity(KEY)),
                List.of(new Yamux(YamuxLimits.DEFAULTS, new ManualTimers())),
                ConnectionGater.OPEN,
                small);
        Task<Upgraded> dialing = Task.of(() -> upgrader(new PlainSecurity(KEY))
                .upgrade(pair.dialer(), Direction.OUTBOUND, Optional.empty(), SOMEWHERE, SOMEWHERE));
        assertThatThrownBy(
                        () -> full.upgrade(pair.listener(), Direction.INBOUND, Optional.empty(), SOMEWHERE, SOMEWHERE))
                .isInstanceOf(LimitException.class);
        assertThat(pair.listener().isClosed()).isTrue();
        assertThat(small.system().isEmpty()).isTrue();
        dialing.interrupt();
    }

    @Test
    void whoIsThereIsHeldAgainstWhomItShouldBeWhateverTheHandshakeDoes() {
        PairedDuplex.Pair pair = PairedDuplex.pair();
        PeerId expected = PeerId.of(PrivateKey.ofSeed(new byte[] {
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                })
                .publicKey());
        Task<Upgraded> listening = Task.of(() -> upgrader(new Careless())
                .upgrade(pair.listener(), Direction.INBOUND, Optional.empty(), SOMEWHERE, SOMEWHERE));
        assertThatThrownBy(() -> upgrader(new Careless())
                        .upgrade(pair.dialer(), Direction.OUTBOUND, Optional.of(expected), SOMEWHERE, SOMEWHERE))
                .isInstanceOf(HandshakeException.class)
                .hasMessageContaining(expected.toString());
        assertThat(pair.dialer().isClosed()).isTrue();
        assertThatThrownBy(listening::result).isInstanceOf(IOException.class);
    }
}
