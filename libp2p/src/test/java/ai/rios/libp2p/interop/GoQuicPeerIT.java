package ai.rios.libp2p.interop;

/** QUIC with go-libp2p. */
final class GoQuicPeerIT extends QuicConversation {
    GoQuicPeerIT() {
        super("go-libp2p-quic", Implementation.GO, "--quic");
    }
}
