package ai.rios.libp2p.relay;

import ai.rios.libp2p.crypto.PeerId;
import java.util.HashMap;
import java.util.Map;

/** How many circuits there are, in all and for each of their ends. Thread-safe. */
final class CircuitCounts {
    private final RelayLimits limits;
    private final Map<PeerId, Integer> byPeer = new HashMap<>();
    private int count;

    CircuitCounts(RelayLimits limits) {
        this.limits = limits;
    }

    /** Whether there may be one more; then {@link #leave} follows. */
    synchronized boolean enter(PeerId source, PeerId target) {
        if (count >= limits.circuits() || isFull(source) || isFull(target)) {
            return false;
        }
        count++;
        byPeer.merge(source, 1, Integer::sum);
        byPeer.merge(target, 1, Integer::sum);
        return true;
    }

    private boolean isFull(PeerId peer) {
        return byPeer.getOrDefault(peer, 0) >= limits.circuitsPerPeer();
    }

    synchronized void leave(PeerId source, PeerId target) {
        count--;
        for (PeerId peer : new PeerId[] {source, target}) {
            byPeer.computeIfPresent(peer, (_, circuits) -> circuits == 1 ? null : circuits - 1);
        }
    }
}
