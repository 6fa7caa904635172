package ai.rios.libp2p.kad;

import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.transport.InetNetwork;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses are of one network, and so perhaps of one owner: the first 16 bits of IPv4, the first 32 of IPv6. Loopback
 * and private addresses are of none. Stateless.
 */
final class IpGroups {
    private static final int BITS_OF_4 = 16;
    private static final int BITS_OF_6 = 32;

    private IpGroups() {}

    /** The network of an address, if it counts. */
    static Optional<String> of(Multiaddr address) {
        return hasZone(address) || Addresses.isPrivate(address)
                ? Optional.empty()
                : Addresses.ip(address).map(IpGroups::of);
    }

    /** Whether an address that one end tells is of use to the other, which is at {@code remote}; names are not. */
    static boolean isOfUse(Multiaddr address, Multiaddr remote) {
        return !hasZone(address) && !Addresses.isName(address) && Addresses.isOfUse(address, remote);
    }

    /** A zone is an interface of one machine, so an address that has one means nothing elsewhere. */
    private static boolean hasZone(Multiaddr address) {
        return address.has(Protocol.IP6ZONE);
    }

    private static String of(InetAddress ip) {
        return InetNetwork.of(ip, ip instanceof Inet4Address ? BITS_OF_4 : BITS_OF_6)
                .toString();
    }

    /**
     * What one peer may have told of others: without addresses that are of no use from where it is, and without peers of
     * networks of which it already told {@code most}.
     *
     * @param at where the peer is that tells
     */
    static List<KadPeer> spread(List<KadPeer> told, Multiaddr at, int most) {
        Map<String, Integer> counts = new HashMap<>();
        List<KadPeer> spread = new ArrayList<>();
        for (KadPeer peer : told) {
            List<Multiaddr> useful = peer.addresses().stream()
                    .filter(address -> isOfUse(address, at))
                    .toList();
            Set<String> networks = new HashSet<>();
            useful.forEach(address -> of(address).ifPresent(networks::add));
            if (networks.stream().allMatch(network -> counts.getOrDefault(network, 0) < most)) {
                networks.forEach(network -> counts.merge(network, 1, Integer::sum));
                spread.add(new KadPeer(peer.id(), useful, peer.connected()));
            }
        }
        return spread;
    }
}
