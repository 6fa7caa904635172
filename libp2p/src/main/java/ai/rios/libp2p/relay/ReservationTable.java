package ai.rios.libp2p.relay;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.InetNetwork;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which peers have a reservation until when, within the relay's limits. Thread-safe. */
final class ReservationTable {
    private final RelayLimits limits;
    private final Map<PeerId, Entry> entries = new HashMap<>();

    ReservationTable(RelayLimits limits) {
        this.limits = limits;
    }

    /** Whether the peer has one from now on; one that it had is renewed, also from another place. */
    synchronized boolean reserve(PeerId peer, Multiaddr from, Instant now) {
        entries.values().removeIf(entry -> !entry.until.isAfter(now));
        Optional<InetNetwork> network = network(from);
        long others = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(peer))
                .count();
        long neighbours = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(peer))
                .filter(entry -> network.isPresent() && entry.getValue().network.equals(network))
                .count();
        if (others >= limits.reservations() || neighbours >= limits.reservationsPerIp()) {
            return false;
        }
        entries.put(peer, new Entry(now.plus(limits.reservationTime()), network));
        return true;
    }

    /** When the peer's ends; empty where it has none. */
    synchronized Optional<Instant> until(PeerId peer, Instant now) {
        return Optional.ofNullable(entries.get(peer)).map(Entry::until).filter(until -> until.isAfter(now));
    }

    synchronized void remove(PeerId peer) {
        entries.remove(peer);
    }

    /** By which peers are neighbours: the IPv4 address, or the first half of the IPv6 one; loopback is nobody's. */
    private static Optional<InetNetwork> network(Multiaddr address) {
        return Addresses.ip(address)
                .filter(ip -> !ip.isLoopbackAddress())
                .map(ip -> InetNetwork.of(ip, ip instanceof Inet4Address ? Integer.SIZE : Long.SIZE));
    }

    private record Entry(Instant until, Optional<InetNetwork> network) {}
}
