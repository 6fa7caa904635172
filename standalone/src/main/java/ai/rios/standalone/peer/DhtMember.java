package ai.rios.standalone.peer;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.kad.Kademlia;

/**
 * A host and its node of a Kademlia network.
 *
 * @param host closed after the node
 * @param node closed first
 */
public record DhtMember(Host host, Kademlia node) implements AutoCloseable {
    @Override
    public void close() {
        node.close();
        host.close();
    }
}
