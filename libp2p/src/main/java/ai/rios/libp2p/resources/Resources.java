package ai.rios.libp2p.resources;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The counters of one host. Thread-safe. */
public final class Resources {
    private final ResourceLimits limits;
    private final ResourceScope system;

    /** May be taken by those who hold a connection's lock or a stream's, and never the reverse. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock: the peers that hold something. */
    private final Map<PeerId, ResourceScope> peers = new HashMap<>();

    /** Nothing is held yet. */
    public Resources(ResourceLimits limits) {
        this.limits = limits;
        this.system = ResourceScope.outermost(limits.system(), limits.stream());
    }

    /** Counters without limits. */
    public static Resources unbounded() {
        return new Resources(ResourceLimits.NONE);
    }

    /**
     * The counter of a new connection, which holds {@link ResourceLimits#CONNECTION_BYTES} until its
     * {@link ResourceScope#closeConnection}.
     *
     * @throws LimitException when the host or the peer holds too much for one more
     */
    public ResourceScope connection(PeerId peer) throws LimitException {
        lock.lock();
        try {
            ResourceScope ofPeer =
                    peers.computeIfAbsent(peer, _ -> system.within(limits.peer(), () -> forgetIfEmpty(peer)));
            ResourceScope connection = ofPeer.within(limits.connection(), () -> {});
            if (!connection.reserve(ResourceLimits.CONNECTION_BYTES)) {
                forgetIfEmpty(peer);
                throw new LimitException("no memory is left for a connection with " + peer);
            }
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfEmpty(PeerId peer) {
        lock.lock();
        try {
            peers.computeIfPresent(peer, (_, scope) -> scope.isEmpty() ? null : scope);
        } finally {
            lock.unlock();
        }
    }

    /** A counter for the streams of one protocol. */
    public ResourceScope protocol() {
        return ResourceScope.outermost(limits.protocol(), limits.stream());
    }

    /** All that is held. */
    public ResourceScope system() {
        return system;
    }

    /** Peers that hold something. */
    public int peers() {
        lock.lock();
        try {
            return peers.size();
        } finally {
            lock.unlock();
        }
    }
}
