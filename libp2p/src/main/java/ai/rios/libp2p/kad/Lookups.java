package ai.rios.libp2p.kad;

import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** The lookups of one node, a number of them at the same time. Thread-safe. */
final class Lookups {
    private final Network network;
    private final Neighbours neighbours;
    private final Calls calls;
    private final KadLimits limits;
    private final Timers timers;
    private final Semaphore atOnce;

    Lookups(Network network, Neighbours neighbours, Calls calls, KadLimits limits, Timers timers) {
        this.network = network;
        this.neighbours = neighbours;
        this.calls = calls;
        this.limits = limits;
        this.timers = timers;
        this.atOnce = new Semaphore(limits.lookups().atOnce(), true);
    }

    /**
     * Looks for the peers that are nearest to a key, beginning with those in the table.
     *
     * @param type what they are asked: where they know nearer ones, whatever else
     * @param enough sees every answer; true ends the lookup
     * @return the nearest peers that have answered, the nearest first
     */
    List<PeerAddresses> run(Message.Type type, Key key, Predicate<Message> enough) throws InterruptedException {
        atOnce.acquire();
        try {
            KadLimits.Lookups asked = limits.lookups();
            Lookup lookup = new Lookup(
                    key.place(), network.self(), neighbours.closest(key.place(), asked.replication()), asked);
            return new LookupRun(lookup, Message.asking(type, key), calls, limits).run(timers, enough);
        } finally {
            atOnce.release();
        }
    }

    /** The peers that are nearest to a key. */
    List<PeerAddresses> closest(Key key) throws InterruptedException {
        return run(Message.Type.FIND_NODE, key, _ -> false);
    }
}
