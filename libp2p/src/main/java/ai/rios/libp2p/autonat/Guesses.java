package ai.rios.libp2p.autonat;

import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Where a host may be reached that is seen somewhere: there, at the ports where it listens. Stateless. */
final class Guesses {
    private Guesses() {}

    /** {@code address} with the IP address of {@code seen} in the place of its own; both begin with one. */
    static Multiaddr at(Multiaddr seen, Multiaddr address) {
        List<Multiaddr.Component> parts = new ArrayList<>(address.components());
        parts.set(0, seen.components().getFirst());
        return Multiaddr.of(parts);
    }

    /** Those of {@code listening} that are of the same kind as {@code seen}, as they would be seen there. */
    static List<Multiaddr> of(Multiaddr seen, List<Multiaddr> listening) {
        return listening.stream()
                .filter(address -> !address.isCircuit())
                .filter(address -> kind(address) == kind(seen))
                .filter(address -> Addresses.isLoopback(address) == Addresses.isLoopback(seen))
                .map(address -> at(seen, address))
                .distinct()
                .toList();
    }

    private static Protocol kind(Multiaddr address) {
        return address.components().getFirst().protocol();
    }
}
