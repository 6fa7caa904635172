package ai.rios.libp2p.kad;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What this node provides: told to the nearest peers, and told anew from time to time. Thread-safe. */
final class Provided implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Provided.class.getName());

    private final Network network;
    private final Lookups lookups;
    private final Calls calls;
    private final Workers workers;
    private final KadLimits limits;
    private final Timers timers;
    private final Random random;

    /** When each is told anew. Guarded by itself. */
    private final Map<Multihash, Timers.Timer> due = new HashMap<>();

    Provided(
            Network network,
            Lookups lookups,
            Calls calls,
            Workers workers,
            KadLimits limits,
            Timers timers,
            Random random) {
        this.network = network;
        this.lookups = lookups;
        this.calls = calls;
        this.workers = workers;
        this.limits = limits;
        this.timers = timers;
        this.random = random;
    }

    boolean contains(Multihash content) {
        synchronized (due) {
            return due.containsKey(content);
        }
    }

    /**
     * Takes it in; it is told anew from now on.
     *
     * @throws LimitException when there is too much already
     */
    void add(Multihash content) throws LimitException {
        synchronized (due) {
            if (!due.containsKey(content)) {
                if (due.size() >= limits.records().perPeer()) {
                    throw new LimitException(
                            "this node provides " + limits.records().perPeer() + " keys already");
                }
                due.put(content, () -> {});
            }
        }
    }

    void remove(Multihash content) {
        synchronized (due) {
            Timers.Timer timer = due.remove(content);
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /**
     * Tells the nearest peers, and sets the time for the next time. Nobody is told of what was removed while they were looked
     * for.
     *
     * @return how many peers took it
     */
    int tell(Multihash content) throws InterruptedException {
        int told = 0;
        try {
            Key key = new Key(content.toBytes());
            List<PeerAddresses> nearest = lookups.closest(key);
            told = contains(content) ? tell(key, nearest) : 0;
            return told;
        } finally {
            Duration republish = limits.records().republish();
            schedule(content, told > 0 ? republish : shorter(limits.table().retry(), republish));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * There is no answer to being told, so a question follows on the same stream: who answers that has taken, or has passed
     * over, what came before.
     */
    private int tell(Key key, List<PeerAddresses> peers) throws InterruptedException {
        List<Multiaddr> addresses = network.addresses();
        Message telling = new Message(
                Message.Type.ADD_PROVIDER, key, List.of(), List.of(new KadPeer(network.self(), addresses, true)));
        Message asking = Message.asking(Message.Type.FIND_NODE, Key.of(network.self()));
        BlockingQueue<Calls.Result> results = new LinkedBlockingQueue<>();
        List<Calls.Call> started = peers.stream()
                .map(peer -> calls.start(peer, List.of(telling, asking), results::add))
                .toList();
        int told = 0;
        try {
            for (int left = started.size(); left > 0; left--) {
                if (results.take() instanceof Calls.Result.Answered) {
                    told++;
                }
            }
        } finally {
            started.forEach(Calls.Call::cancel);
        }
        return told;
    }

    /** Give or take a tenth, so that not all comes at the same time. */
    private void schedule(Multihash content, Duration delay) {
        double part = 0.9 + random.nextDouble() / 5;
        Duration jittered = Duration.ofNanos((long) (delay.toNanos() * part));
        synchronized (due) {
            Timers.Timer before = due.get(content);
            if (before != null) {
                before.cancel();
                due.put(
                        content,
                        timers.schedule(jittered, () -> workers.start("kad-republish", () -> tellAnew(content))));
            }
        }
    }

    private void tellAnew(Multihash content) {
        try {
            int told = tell(content);
            LOG.log(Level.DEBUG, "told anew key={0} peers={1}", content, told);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells nothing anew any more. */
    @Override
    public void close() {
        synchronized (due) {
            due.values().forEach(Timers.Timer::cancel);
            due.clear();
        }
    }
}
