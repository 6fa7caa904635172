package ai.rios.libp2p.interop;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;

/** TCP, TLS and Yamux; ours speaks Noise too, and go does not. */
final class GoTlsPeerIT extends PeerConversation {
    GoTlsPeerIT() {
        super("go-libp2p-tls", Implementation.GO, "--security", "tls");
    }

    @Override
    HostBuilder ours() {
        return Host.builder().listen("/ip4/127.0.0.1/tcp/0");
    }
}
