package ai.rios.libp2p.host;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.List;

/**
 * A peer and where it may be reached. Immutable.
 *
 * @param id whom to expect there
 * @param addresses without the peer at their ends; may be empty
 */
public record PeerAddresses(PeerId id, List<Multiaddr> addresses) {
    /** Takes the peer off the addresses' ends. */
    public PeerAddresses {
        addresses = addresses.stream().map(Multiaddr::withoutPeer).toList();
    }

    /**
     * The peer that an address ends with: {@code /ip4/…/tcp/…/p2p/12D3KooW…}.
     *
     * @throws MalformedException when it ends with no peer
     */
    public static PeerAddresses at(Multiaddr address) {
        PeerId id = PeerId.in(address)
                .orElseThrow(() -> new MalformedException("\"" + address + "\" does not say which peer is there"));
        return new PeerAddresses(id, List.of(address));
    }
}
