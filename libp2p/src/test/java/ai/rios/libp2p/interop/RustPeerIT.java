package ai.rios.libp2p.interop;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;

/** TCP, Noise and Yamux. */
final class RustPeerIT extends PeerConversation {
    RustPeerIT() {
        super("rust-libp2p", Implementation.RUST);
    }

    @Override
    HostBuilder ours() {
        return Host.builder().listen("/ip4/127.0.0.1/tcp/0");
    }
}
