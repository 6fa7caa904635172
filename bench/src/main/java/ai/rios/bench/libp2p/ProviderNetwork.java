package ai.rios.bench.libp2p;

import ai.rios.bench.BenchException;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.TrimLimits;
import ai.rios.libp2p.kad.Kademlia;
import ai.rios.libp2p.kad.ProviderSearch;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A Kademlia network of hosts in this process, over TCP on loopback; each host joined by three that were there before, from a
 * seed. Confined to one thread.
 */
public final class ProviderNetwork implements AutoCloseable {
    private static final int KNOWN = 3;
    private static final int PROVIDED = 100;
    private static final long LONGEST_NANOS = 120_000_000_000L;

    /**
     * Nodes of such a network would all be connected with one another in the end, and that is more sockets than a process may
     * have; so a search may have to dial, as it has to in a large network.
     */
    private static final TrimLimits CONNECTIONS =
            new TrimLimits(48, 32, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(2));

    /** A node closes some connections when it has too many, and not at once. */
    private static final long FILES_PER_NODE = 60;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Kademlia> nodes = new ArrayList<>();
    private final List<Cid> contents = new ArrayList<>();
    private final Random random = new Random(1);

    private ProviderNetwork() {}

    /**
     * Searches of some time.
     *
     * @param nanos how long each took until the provider was there
     * @param missed those that found nobody
     */
    public record Searches(Histogram nanos, long missed) {}

    /** Open files that a network of so many nodes takes, at most. */
    public static long files(int nodes) {
        return nodes * FILES_PER_NODE;
    }

    /** Starts so many nodes, of which some provide something. */
    public static ProviderNetwork start(int nodes) {
        ProviderNetwork network = new ProviderNetwork();
        boolean started = false;
        try {
            for (int at = 0; at < nodes; at++) {
                network.join();
            }
            for (int at = 0; at < PROVIDED; at++) {
                Cid content = Cid.ofText("content " + at);
                network.any().provide(content);
                network.contents.add(content);
            }
            started = true;
            return network;
        } catch (IOException e) {
            throw new BenchException("Cannot start a network of " + nodes + " nodes", e);
        } finally {
            if (!started) {
                network.close();
            }
        }
    }

    private void join() throws IOException {
        List<Host> others = new ArrayList<>(hosts);
        Collections.shuffle(others, random);
        List<Multiaddr> known = others.stream()
                .limit(KNOWN)
                .map(host -> host.addresses().getFirst())
                .toList();
        Host host = Host.builder()
                .listen("/ip4/127.0.0.1/tcp/0")
                .limits(CONNECTIONS)
                .start();
        hosts.add(host);
        Kademlia node =
                Kademlia.builder(host).random(new Random(random.nextLong())).start();
        nodes.add(node);
        if (!known.isEmpty()) {
            node.bootstrap(known);
        }
    }

    private Kademlia any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Searches one after another for so long, each from any node for any content. */
    public Searches search(Duration length) {
        Histogram nanos = new Histogram(LONGEST_NANOS, 3);
        long missed = 0;
        long end = System.nanoTime() + length.toNanos();
        do {
            Cid content = contents.get(random.nextInt(contents.size()));
            Kademlia seeker = any();
            long began = System.nanoTime();
            try (ProviderSearch search = seeker.findProviders(content, 1)) {
                if (search.hasNext()) {
                    nanos.recordValue(System.nanoTime() - began);
                } else {
                    missed++;
                }
            }
        } while (System.nanoTime() < end);
        return new Searches(nanos, missed);
    }

    @Override
    public void close() {
        nodes.forEach(Kademlia::close);
        hosts.forEach(Host::close);
    }
}
