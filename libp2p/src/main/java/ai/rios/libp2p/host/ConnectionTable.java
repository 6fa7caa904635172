package ai.rios.libp2p.host;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.InetNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections that stand, within the host's limits. What others open is turned away before their first byte where there
 * is no room for it, and looked at again when it is known who they are. Thread-safe.
 */
final class ConnectionTable {
    private final HostLimits limits;
    private final Map<PeerId, List<HostConnection>> byPeer = new HashMap<>();
    private final Map<InetNetwork, Integer> inboundByNetwork = new HashMap<>();
    private int count;
    private int inbound;
    private boolean closed;

    ConnectionTable(HostLimits limits) {
        this.limits = limits;
    }

    /** Takes a connection in; {@link #remove} follows. */
    synchronized void add(HostConnection connection) throws LimitException {
        Optional<String> reason = reasonAgainst(connection.remotePeer());
        if (reason.isEmpty() && isInbound(connection)) {
            reason = reasonAgainst(connection.remoteAddress());
        }
        if (reason.isPresent()) {
            throw new LimitException(reason.get());
        }
        count++;
        if (isInbound(connection)) {
            inbound++;
            networks(connection.remoteAddress()).forEach(network -> inboundByNetwork.merge(network, 1, Integer::sum));
        }
        byPeer.computeIfAbsent(connection.remotePeer(), _ -> new ArrayList<>()).add(connection);
    }

    private Optional<String> reasonAgainst(PeerId peer) {
        if (closed) {
            return Optional.of("the host is closed");
        }
        if (count >= limits.connections()) {
            return Optional.of("there are " + count + " connections already");
        }
        int withPeer = byPeer.getOrDefault(peer, List.of()).size();
        return withPeer >= limits.connectionsPerPeer()
                ? Optional.of("there are " + withPeer + " connections with " + peer + " already")
                : Optional.empty();
    }

    private Optional<String> reasonAgainst(Multiaddr remote) {
        if (closed) {
            return Optional.of("the host is closed");
        }
        if (count >= limits.connections() || inbound >= HostLimits.inboundShare(limits.connections())) {
            return Optional.of("there are " + count + " connections already, " + inbound + " of them inbound");
        }
        return networks(remote).stream()
                .filter(network -> inboundByNetwork.getOrDefault(network, 0) >= most(network))
                .findFirst()
                .map(network -> "there are " + most(network) + " connections from " + network + " already");
    }

    private int most(InetNetwork network) {
        return network.share() * limits.connectionsPerIp();
    }

    /** A gater that also turns away whom there is no room for. */
    ConnectionGater guard(ConnectionGater gater) {
        return new ConnectionGater() {
            @Override
            public boolean allowDial(PeerId peer, Multiaddr address) {
                return gater.allowDial(peer, address);
            }

            @Override
            public boolean allowAccept(Multiaddr remoteAddress) {
                return hasRoomFor(remoteAddress) && gater.allowAccept(remoteAddress);
            }

            @Override
            public boolean allowSecured(Direction direction, PeerId peer, Multiaddr remoteAddress) {
                return (direction == Direction.OUTBOUND || hasRoomFor(peer))
                        && gater.allowSecured(direction, peer, remoteAddress);
            }
        };
    }

    private synchronized boolean hasRoomFor(Multiaddr remote) {
        return reasonAgainst(remote).isEmpty();
    }

    private synchronized boolean hasRoomFor(PeerId peer) {
        return reasonAgainst(peer).isEmpty();
    }

    synchronized void remove(HostConnection connection) {
        List<HostConnection> withPeer = byPeer.get(connection.remotePeer());
        if (withPeer == null || !withPeer.remove(connection)) {
            return;
        }
        count--;
        if (withPeer.isEmpty()) {
            byPeer.remove(connection.remotePeer());
        }
        if (isInbound(connection)) {
            inbound--;
            networks(connection.remoteAddress())
                    .forEach(network ->
                            inboundByNetwork.computeIfPresent(network, (_, from) -> from == 1 ? null : from - 1));
        }
    }

    private static boolean isInbound(HostConnection connection) {
        return connection.direction() == Direction.INBOUND;
    }

    /** By which networks an inbound connection is counted; none for loopback. */
    private static List<InetNetwork> networks(Multiaddr remote) {
        return Addresses.ip(remote)
                .filter(ip -> !ip.isLoopbackAddress())
                .map(InetNetwork::countedBy)
                .orElseGet(List::of);
    }

    /**
     * The oldest that stands; one that goes over no relay before those that do, and the limited ones last.
     *
     * @param direct whether only one that goes over no relay will do
     */
    synchronized Optional<HostConnection> find(PeerId peer, boolean direct) {
        return byPeer.getOrDefault(peer, List.of()).stream()
                .filter(connection -> !connection.isClosed())
                .filter(connection -> !direct || !connection.isRelayed())
                .min(Comparator.comparing(HostConnection::isRelayed).thenComparing(HostConnection::limited));
    }

    synchronized List<HostConnection> all() {
        return byPeer.values().stream().flatMap(List::stream).toList();
    }

    /** Takes no further connections in; those that stand are returned. */
    synchronized List<HostConnection> close() {
        closed = true;
        return all();
    }
}
