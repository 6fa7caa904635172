package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.List;

/**
 * A peer as messages tell of it. Immutable.
 *
 * @param id who it is; nobody has proved it
 * @param addresses where it is said to be, without a peer at their ends; may be empty
 * @param connected whether who tells is connected to it
 */
record KadPeer(PeerId id, List<Multiaddr> addresses, boolean connected) {
    KadPeer {
        addresses = addresses.stream().map(Multiaddr::withoutPeer).toList();
    }

    PeerAddresses reachable() {
        return new PeerAddresses(id, addresses);
    }
}
