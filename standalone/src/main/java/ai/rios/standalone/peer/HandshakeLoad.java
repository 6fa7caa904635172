package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that are made and ended: none is used twice. As many hosts of their own identities dial at the same time as
 * are asked for, each one connection after another.
 *
 * @param count connections in all
 * @param parallel hosts that dial at the same time
 */
public record HandshakeLoad(int count, int parallel) {
    /** Refuses numbers that do nothing. */
    public HandshakeLoad {
        if (count < 1 || parallel < 1) {
            throw new IllegalArgumentException("there is 1 handshake or more, and 1 at a time or more");
        }
    }

    /**
     * Runs it.
     *
     * @return the facts of the event {@code handshakes}; the time of one is from the dial until a stream could be opened
     * @throws IOException when a connection does not come about
     */
    Map<String, Object> run(OwnHosts hosts, Multiaddr to) throws IOException {
        Latencies latencies = new Latencies();
        AtomicInteger left = new AtomicInteger(count);
        long start = System.nanoTime();
        Together.run(parallel, () -> {
            dial(hosts, to, left, latencies);
            return true;
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("ok", true);
        facts.put("count", latencies.count());
        facts.put("seconds", seconds);
        facts.put("perSecond", latencies.count() / seconds);
        facts.putAll(latencies.percentiles());
        return facts;
    }

    private static void dial(OwnHosts hosts, Multiaddr to, AtomicInteger left, Latencies latencies) throws IOException {
        try (OwnHosts.OwnHost own = hosts.start()) {
            while (left.getAndDecrement() > 0) {
                long began = System.nanoTime();
                Connection connection = own.host().connect(to);
                latencies.add(System.nanoTime() - began);
                connection.close();
            }
        }
    }
}
