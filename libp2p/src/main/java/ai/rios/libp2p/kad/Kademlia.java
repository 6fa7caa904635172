package ai.rios.libp2p.kad;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.SystemTimers;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A node of a Kademlia network: it finds peers, tells others what its host provides, and finds who provides something
 * (kad-dht/README.md of the specifications).
 *
 * <p>Records are what providers say of themselves, and a provider is proved only by connecting to it. Thread-safe. Whatever
 * waits may be interrupted.
 */
public final class Kademlia implements AutoCloseable {
    private final Network network;
    private final String protocol;
    private final Mode mode;
    private final KadLimits limits;
    private final Timers timers;
    private final Optional<SystemTimers> ownTimers;
    private final Workers workers = new Workers();
    private final Neighbours neighbours;
    private final ProviderStore store;
    private final Calls calls;
    private final Lookups lookups;
    private final Provided provided;
    private final Refresher refresher;
    private final RecordKeeper keeper;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Kademlia(KademliaBuilder builder, Network network, String protocol, Optional<SystemTimers> ownTimers) {
        this.network = network;
        this.protocol = protocol;
        this.mode = builder.mode();
        this.limits = builder.limits();
        this.ownTimers = ownTimers;
        this.timers = ownTimers.map(Timers.class::cast).or(builder::timers).orElseThrow();
        neighbours = new Neighbours(network, limits.table(), workers, timers);
        store = new ProviderStore(limits.records(), timers, builder.random());
        calls = new Calls(network, neighbours, workers, timers, limits.lookups().request());
        lookups = new Lookups(network, neighbours, calls, limits, timers);
        provided = new Provided(network, lookups, calls, workers, limits, timers, builder.random());
        refresher =
                new Refresher(network, neighbours, lookups, calls, workers, limits.table(), timers, builder.random());
        keeper = new RecordKeeper(
                store,
                builder.folder().map(folder -> new ProviderFile(folder, builder.clock())),
                workers,
                timers,
                limits.records().saveEvery());
    }

    /** Begins to describe a node that uses the connections of {@code host}. */
    public static KademliaBuilder builder(Host host) {
        return new KademliaBuilder(protocol -> new HostNetwork(host, protocol));
    }

    static Kademlia start(KademliaBuilder builder, Network network, String protocol) throws IOException {
        Optional<SystemTimers> ownTimers =
                builder.timers().isPresent() ? Optional.empty() : Optional.of(new SystemTimers());
        Kademlia node = new Kademlia(builder, network, protocol, ownTimers);
        boolean started = false;
        try {
            node.begin();
            started = true;
            return node;
        } finally {
            if (!started) {
                node.close();
            }
        }
    }

    private void begin() throws IOException {
        keeper.start();
        network.start(
                new Watching(),
                mode == Mode.SERVER
                        ? Optional.of(new RequestServer(
                                network,
                                neighbours,
                                store,
                                provided::contains,
                                limits.lookups().replication()))
                        : Optional.empty());
        refresher.start();
    }

    /** Tells the neighbours who might become one, and who is none any longer. */
    private final class Watching implements Network.Watcher {
        @Override
        public void serves(PeerId peer) {
            neighbours.candidate(peer, calls::check);
        }

        @Override
        public void servesNot(PeerId peer) {
            neighbours.remove(peer);
        }
    }

    /** What it does for others. */
    public Mode mode() {
        return mode;
    }

    /** The protocol that it speaks, such as {@code /rios/kad/1.0.0}. */
    public String protocol() {
        return protocol;
    }

    /** How many peers its routing table has. */
    public int size() {
        return neighbours.size();
    }

    /** Whether the routing table has a peer. */
    public boolean knows(PeerId peer) {
        return neighbours.contains(peer);
    }

    /** Whether nothing is under way at this moment, neither for callers nor in the background. */
    boolean isIdle() {
        return workers.isIdle();
    }

    /**
     * Joins: asks peers that are known to be there, and then for those who are near this node. They are remembered, and
     * asked again whenever the table has become small.
     *
     * @param addresses each ends with its peer; {@code /ip4/…/tcp/…/p2p/12D3KooW…}
     * @return how many of them answered; some are asked where there are many
     * @throws ai.rios.libp2p.MalformedException when one does not end with a peer
     * @throws DialException when none answered; they are remembered nevertheless
     */
    public int bootstrap(List<Multiaddr> addresses) throws IOException {
        List<PeerAddresses> peers = addresses.stream().map(PeerAddresses::at).toList();
        refresher.know(peers);
        int answered = workers.await("bootstrap", refresher::bootstrap);
        if (answered == 0) {
            throw new DialException("none of " + peers.size() + " peers to begin with answered");
        }
        workers.start("kad-refresh", refresher::refreshOnce);
        return answered;
    }

    /**
     * Tells the nearest peers that this node provides some content, and tells them anew from time to time until
     * {@link #stopProviding} or the end of the node.
     *
     * @return how many peers took it; where none did this is tried again by itself
     * @throws IllegalArgumentException when the content is not named by its SHA-256
     * @throws LimitException when this node provides too much already
     */
    public int provide(Cid content) throws IOException {
        Multihash hash = content(content);
        provided.add(hash);
        return workers.await("provide", () -> provided.tell(hash));
    }

    /** Tells no longer that this node provides it; what others remember ends by itself. */
    public void stopProviding(Cid content) {
        provided.remove(content(content));
    }

    private static Multihash content(Cid content) {
        return Key.of(content).content().orElseThrow();
    }

    /**
     * Looks for providers of some content, this node among them.
     *
     * @param count how many; fewer come where there are fewer
     * @return providers as they are found. One without addresses is told where {@link #findPeer} finds it
     * @throws IllegalArgumentException when the content is not named by its SHA-256, or {@code count} is less than 1
     */
    public ProviderSearch findProviders(Cid content, int count) {
        return findProviders(content, count, limits.lookups().lookup());
    }

    /**
     * The same, for so long at most.
     *
     * @param within until the iteration ends, with whatever was found
     */
    public ProviderSearch findProviders(Cid content, int count, Duration within) {
        if (count < 1) {
            throw new IllegalArgumentException("1 provider or more is looked for, not " + count);
        }
        Key key = Key.of(content);
        Multihash hash = content(content);
        ProviderSearch search = new ProviderSearch(count);
        workers.start("kad-find", () -> find(key, hash, search, within))
                .ifPresentOrElse(thread -> search.stopBy(thread::interrupt), search::end);
        return search;
    }

    private void find(Key key, Multihash hash, ProviderSearch search, Duration within) {
        Timers.Timer deadline = timers.schedule(within, Thread.currentThread()::interrupt);
        try {
            if (provided.contains(hash)) {
                search.add(new PeerAddresses(network.self(), network.addresses()));
            }
            store.providers(hash).forEach(provider -> search.add(known(provider)));
            if (!search.isFull()) {
                lookups.run(Message.Type.GET_PROVIDERS, key, answer -> {
                    answer.providers().forEach(provider -> search.add(known(provider.reachable())));
                    return search.isFull();
                });
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            deadline.cancel();
            search.end();
        }
    }

    private PeerAddresses known(PeerAddresses told) {
        return told.addresses().isEmpty() ? new PeerAddresses(told.id(), network.addresses(told.id())) : told;
    }

    /**
     * Looks for where a peer is.
     *
     * @return empty where nobody knows it
     */
    public Optional<PeerAddresses> findPeer(PeerId peer) throws IOException {
        if (peer.equals(network.self())) {
            return Optional.of(new PeerAddresses(peer, network.addresses()));
        }
        if (network.connected().containsKey(peer)) {
            return Optional.of(new PeerAddresses(peer, network.addresses(peer)));
        }
        return workers.await("find peer", () -> lookUp(peer));
    }

    private Optional<PeerAddresses> lookUp(PeerId peer) throws InterruptedException {
        AtomicReference<Optional<PeerAddresses>> found = new AtomicReference<>(Optional.empty());
        lookups.run(Message.Type.FIND_NODE, Key.of(peer), answer -> {
            answer.closer().stream()
                    .filter(told -> told.id().equals(peer) && !told.addresses().isEmpty())
                    .findFirst()
                    .ifPresent(told -> found.set(Optional.of(told.reachable())));
            return found.get().isPresent();
        });
        return found.get()
                .or(() -> Optional.of(new PeerAddresses(peer, network.addresses(peer)))
                        .filter(known -> !known.addresses().isEmpty()));
    }

    /** Serves no more, ends what is under way, and saves the records. The host goes on. A second close does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            network.stop();
            refresher.close();
            provided.close();
            workers.close();
            keeper.close();
            ownTimers.ifPresent(SystemTimers::close);
        }
    }
}
