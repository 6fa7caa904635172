package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The routing table in use. A peer comes in when it has answered; one that only says that it serves the protocol is asked
 * first. It leaves when it fails to answer, or says that it serves the protocol no longer. Thread-safe.
 */
final class Neighbours {
    /** How long addresses of a peer are kept that has answered, from then on; longer than the table is not refreshed. */
    static final Duration ADDRESSES_KEPT = Duration.ofHours(1);

    private final Network network;
    private final KadLimits.Table limits;
    private final Workers workers;
    private final Timers timers;
    private final Semaphore checks;

    /** Guarded by itself. */
    private final RoutingTable table;

    /** Peers that wait to be asked, or are being asked. Guarded by itself. */
    private final Set<PeerId> candidates = new HashSet<>();

    Neighbours(Network network, KadLimits.Table limits, Workers workers, Timers timers) {
        this.network = network;
        this.workers = workers;
        this.limits = limits;
        this.timers = timers;
        this.checks = new Semaphore(limits.checks());
        this.table = new RoutingTable(KadId.of(network.self()), limits);
    }

    /** A peer has answered from there. */
    void answered(PeerId peer, Multiaddr at) {
        boolean taken;
        synchronized (table) {
            taken = table.answered(peer, IpGroups.of(at), timers.nanoTime());
        }
        if (taken) {
            network.keep(peer, ADDRESSES_KEPT);
        }
    }

    /** A peer did not answer, or serves the protocol no longer. */
    void remove(PeerId peer) {
        synchronized (table) {
            table.remove(peer);
        }
    }

    /** Whether a peer would be taken in, were it to answer from there. */
    private boolean wants(PeerId peer, Multiaddr at) {
        synchronized (table) {
            return table.hasRoom(peer, IpGroups.of(at), timers.nanoTime());
        }
    }

    /**
     * A peer says that it serves the protocol: it is asked, where the table has room.
     *
     * @param ask asks a peer, on the calling thread, and tells this what came of it
     */
    void candidate(PeerId peer, Consumer<PeerId> ask) {
        Optional<Multiaddr> at = Optional.ofNullable(network.connected().get(peer));
        if (at.isEmpty() || !wants(peer, at.get())) {
            return;
        }
        synchronized (candidates) {
            if (candidates.size() >= limits.candidates() || !candidates.add(peer)) {
                return;
            }
        }
        workers.start("kad-check", () -> check(peer, ask));
    }

    private void check(PeerId peer, Consumer<PeerId> ask) {
        try {
            checks.acquire();
            try {
                ask.accept(peer);
            } finally {
                checks.release();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (candidates) {
                candidates.remove(peer);
            }
        }
    }

    /** The nearest to a place, the nearest first. */
    List<PeerId> closest(KadId place, int count) {
        synchronized (table) {
            return table.closest(place, count);
        }
    }

    /** Those who have not answered for so long. */
    List<PeerId> silentFor(Duration age) {
        synchronized (table) {
            return table.silentFor(age.toNanos(), timers.nanoTime());
        }
    }

    List<Integer> filledBuckets() {
        synchronized (table) {
            return table.filledBuckets();
        }
    }

    boolean contains(PeerId peer) {
        synchronized (table) {
            return table.contains(peer);
        }
    }

    int size() {
        synchronized (table) {
            return table.size();
        }
    }
}
