package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the table filled: by peers that are known from the start, and by lookups from time to time. Thread-safe. */
final class Refresher implements AutoCloseable {
    /** Peers from the start that are remembered, at most. */
    static final int MOST_KNOWN = 100;

    /** How many of them are asked at a time. */
    private static final int ASKED = 8;

    /** Beyond as many shared bits no key is drawn: that takes 32,768 tries on average. */
    static final int DEEPEST_BUCKET = 15;

    private static final int KEY_BYTES = 34;
    private static final Logger LOG = System.getLogger(Refresher.class.getName());

    private final Network network;
    private final Neighbours neighbours;
    private final Lookups lookups;
    private final Calls calls;
    private final Workers workers;
    private final KadLimits.Table limits;
    private final Timers timers;
    private final Random random;

    /** Guarded by this, as are the timers. */
    private final Map<PeerId, PeerAddresses> known = new LinkedHashMap<>();

    private Timers.Timer refresh = () -> {};
    private Timers.Timer retry = () -> {};
    private boolean closed;

    Refresher(
            Network network,
            Neighbours neighbours,
            Lookups lookups,
            Calls calls,
            Workers workers,
            KadLimits.Table limits,
            Timers timers,
            Random random) {
        this.network = network;
        this.neighbours = neighbours;
        this.lookups = lookups;
        this.calls = calls;
        this.workers = workers;
        this.limits = limits;
        this.timers = timers;
        this.random = random;
    }

    /** Begins to refresh from time to time. */
    void start() {
        scheduleRefresh();
        scheduleRetry();
    }

    private synchronized void scheduleRefresh() {
        if (!closed) {
            refresh = timers.schedule(limits.refresh(), () -> workers.start("kad-refresh", this::refreshAndGoOn));
        }
    }

    private synchronized void scheduleRetry() {
        if (!closed) {
            retry = timers.schedule(limits.retry(), () -> workers.start("kad-bootstrap", this::retryAndGoOn));
        }
    }

    /** Remembers peers from the start; the last of too many are left out. */
    synchronized void know(List<PeerAddresses> peers) {
        for (PeerAddresses peer : peers) {
            if (!peer.id().equals(network.self()) && (known.size() < MOST_KNOWN || known.containsKey(peer.id()))) {
                known.put(peer.id(), peer);
            }
        }
    }

    /**
     * Asks some of the peers that are known from the start, and then for those who are near this node.
     *
     * @return how many answered
     */
    int bootstrap() throws InterruptedException {
        int answered = ask(some());
        if (answered > 0) {
            lookups.closest(Key.of(network.self()));
        }
        return answered;
    }

    private synchronized List<PeerAddresses> some() {
        List<PeerAddresses> some = new ArrayList<>(known.values());
        Collections.shuffle(some, random);
        return some.subList(0, Math.min(ASKED, some.size()));
    }

    private int ask(List<PeerAddresses> peers) throws InterruptedException {
        Message request = Message.asking(Message.Type.FIND_NODE, Key.of(network.self()));
        BlockingQueue<Calls.Result> results = new LinkedBlockingQueue<>();
        List<Calls.Call> started = peers.stream()
                .map(peer -> calls.start(peer, List.of(request), results::add))
                .toList();
        int answered = 0;
        try {
            for (int left = started.size(); left > 0; left--) {
                switch (results.take()) {
                    case Calls.Result.Answered _ -> answered++;
                    case Calls.Result.Failed(var peer, var reason) ->
                        LOG.log(Level.DEBUG, "no answer peerId={0} reason={1}", peer, reason.toString());
                }
            }
        } finally {
            started.forEach(Calls.Call::cancel);
        }
        return answered;
    }

    /** Asks those who have been silent for long, and looks for peers near this node and in all of its buckets. */
    private void refresh() throws InterruptedException {
        List<PeerAddresses> silent = neighbours.silentFor(limits.refresh()).stream()
                .map(peer -> new PeerAddresses(peer, List.of()))
                .toList();
        for (int at = 0; at < silent.size(); at += ASKED) {
            ask(silent.subList(at, Math.min(at + ASKED, silent.size())));
        }
        lookups.closest(Key.of(network.self()));
        for (int bucket : neighbours.filledBuckets()) {
            if (bucket <= DEEPEST_BUCKET) {
                lookups.closest(keyIn(bucket));
            }
        }
    }

    /** Some key that shares so many bits with this node, and not one more. */
    private Key keyIn(int bucket) {
        KadId own = KadId.of(network.self());
        byte[] bytes = new byte[KEY_BYTES];
        do {
            random.nextBytes(bytes);
        } while (KadId.of(bytes).sharedBits(own) != bucket);
        return new Key(bytes);
    }

    /** The same, which an interrupt ends. */
    void refreshOnce() {
        try {
            refresh();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void refreshAndGoOn() {
        try {
            refreshOnce();
        } finally {
            scheduleRefresh();
        }
    }

    private void retryAndGoOn() {
        try {
            if (neighbours.size() < limits.few()) {
                bootstrap();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            scheduleRetry();
        }
    }

    /** Refreshes no more. */
    @Override
    public synchronized void close() {
        closed = true;
        refresh.cancel();
        retry.cancel();
    }
}
