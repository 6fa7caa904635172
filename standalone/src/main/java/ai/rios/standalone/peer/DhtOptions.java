package ai.rios.standalone.peer;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.kad.Kademlia;
import ai.rios.libp2p.kad.Mode;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.util.List;

/**
 * How a peer takes part in a Kademlia network.
 *
 * @param prefix which network, such as {@code /rios}
 * @param mode what it does for others
 * @param bootstrap peers to begin with; none where it is the first
 */
public record DhtOptions(String prefix, Mode mode, List<Multiaddr> bootstrap) {
    /** Keeps a copy. */
    public DhtOptions {
        bootstrap = List.copyOf(bootstrap);
    }

    /**
     * Joins. Where that fails the host is closed.
     *
     * @throws IOException when none of the peers to begin with answers
     */
    DhtMember join(Host host) throws IOException {
        boolean joined = false;
        try {
            Kademlia node = Kademlia.builder(host).prefix(prefix).mode(mode).start();
            if (!bootstrap.isEmpty()) {
                node.bootstrap(bootstrap);
            }
            joined = true;
            return new DhtMember(host, node);
        } finally {
            if (!joined) {
                host.close();
            }
        }
    }
}
