package ai.rios.libp2p.transport;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.Set;
import java.util.function.Consumer;

/** Says who may connect, as early as it can be known. All answers are yes unless they are overridden. Thread-safe. */
public interface ConnectionGater {
    /** Takes everybody. */
    ConnectionGater OPEN = new ConnectionGater() {};

    /** Takes these peers and nobody else; the list may change later. */
    static AllowList only(Set<PeerId> peers) {
        return new AllowList(peers);
    }

    /** Whether this peer may be dialed there; asked before the network is. */
    default boolean allowDial(PeerId peer, Multiaddr address) {
        return true;
    }

    /**
     * Whether a connection from there is looked at; asked before its first byte is read. It must not wait for anything: over QUIC
     * the thread that asks serves all connections.
     */
    default boolean allowAccept(Multiaddr remoteAddress) {
        return true;
    }

    /** Whether this peer may be connected; asked as soon as the handshake has proved who it is. */
    default boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
        return true;
    }

    /**
     * Tells {@code revoked} from now on of peers that may not be here any more, so that their connections end.
     *
     * @return what ends the telling
     */
    default Runnable whenRevoked(Consumer<PeerId> revoked) {
        return () -> {};
    }
}
