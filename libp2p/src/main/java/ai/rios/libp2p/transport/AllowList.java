package ai.rios.libp2p.transport;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Takes the peers on a list and nobody else: others learn no more than that the handshake failed. The list may change while
 * hosts go by it; connections of a peer that is taken off end. Thread-safe.
 */
public final class AllowList implements ConnectionGater {
    private final Set<PeerId> allowed = ConcurrentHashMap.newKeySet();
    private final List<Consumer<PeerId>> hearers = new CopyOnWriteArrayList<>();

    /** These, to begin with. */
    AllowList(Set<PeerId> peers) {
        allowed.addAll(peers);
    }

    /** Puts a peer on the list. */
    public void add(PeerId peer) {
        allowed.add(peer);
    }

    /** Takes a peer off the list, and ends its connections. */
    public void remove(PeerId peer) {
        if (allowed.remove(peer)) {
            hearers.forEach(hearer -> hearer.accept(peer));
        }
    }

    @Override
    public boolean allowDial(PeerId peer, Multiaddr address) {
        return allowed.contains(peer);
    }

    @Override
    public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
        return allowed.contains(peer);
    }

    @Override
    public Runnable whenRevoked(Consumer<PeerId> revoked) {
        hearers.add(revoked);
        return () -> hearers.remove(revoked);
    }
}
