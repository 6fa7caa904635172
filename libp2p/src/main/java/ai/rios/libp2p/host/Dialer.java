package ai.rios.libp2p.host;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out where a peer may be dialed, and dials. Thread-safe. */
final class Dialer implements AutoCloseable {
    /** Addresses of one peer that are tried, at most. */
    static final int MOST_ADDRESSES = 100;

    private final List<Transport> transports;
    private final ConnectionGater gater;
    private final HostLimits limits;
    private final Timers timers;
    private final Backoff backoff;
    private final Names names;

    Dialer(List<Transport> transports, ConnectionGater gater, HostLimits limits, Timers timers) {
        this.transports = transports;
        this.gater = gater;
        this.limits = limits;
        this.timers = timers;
        this.backoff = new Backoff(timers);
        this.names = new Names(InetAddress::getAllByName, new DnsTexts(DnsTexts.SYSTEM));
    }

    /**
     * Dials the peer by whichever address leads to it first.
     *
     * @param own addresses of this host, which are not dialed
     */
    Upgraded dial(PeerAddresses peer, Set<Multiaddr> own) throws IOException {
        List<String> reasons = new ArrayList<>();
        long begun = timers.nanoTime();
        List<Multiaddr> addresses = names.resolve(peer.addresses(), peer.id(), limits.dial(), reasons).stream()
                .filter(address -> isToBeDialed(peer.id(), address, own, reasons))
                .limit(MOST_ADDRESSES)
                .toList();
        if (addresses.isEmpty()) {
            throw new DialException("peer " + peer.id() + " has no address that can be dialed now: "
                    + (reasons.isEmpty() ? "none is known" : DialReasons.join(reasons)));
        }
        return new DialRace(
                        DialRanker.rank(addresses),
                        reasons,
                        limits.dialsPerPeer(),
                        timers,
                        address -> dial(peer.id(), address))
                .run(limits.dial().minusNanos(timers.nanoTime() - begun));
    }

    /** Dials the peer by all addresses at once, while it does the same. */
    Upgraded punch(PeerAddresses peer, Direction role, Duration limit) throws IOException {
        List<DialRanker.Ranked> addresses = peer.addresses().stream()
                .filter(address -> transport(address).isPresent()
                        && Addresses.isDialable(address)
                        && gater.allowDial(peer.id(), address))
                .limit(limits.dialsPerPeer())
                .map(address -> new DialRanker.Ranked(address, Duration.ZERO))
                .toList();
        if (addresses.isEmpty()) {
            throw new DialException("peer " + peer.id() + " told no address that can be dialed");
        }
        return new DialRace(
                        addresses,
                        List.of(),
                        limits.dialsPerPeer(),
                        timers,
                        address -> transport(address).orElseThrow().punch(address, peer.id(), role))
                .run(limit);
    }

    private boolean isToBeDialed(PeerId peer, Multiaddr address, Set<Multiaddr> own, List<String> reasons) {
        Optional<String> reason = reasonAgainst(peer, address, own);
        reason.ifPresent(text -> reasons.add(address + " " + text));
        return reason.isEmpty();
    }

    private Optional<String> reasonAgainst(PeerId peer, Multiaddr address, Set<Multiaddr> own) {
        if (transport(address).isEmpty()) {
            return Optional.of("is of no transport that this host has");
        }
        if (!Addresses.isDialable(address)) {
            return Optional.of("is no address of one machine");
        }
        if (own.contains(address)) {
            return Optional.of("is this host's own");
        }
        if (!gater.allowDial(peer, address)) {
            return Optional.of("may not be dialed");
        }
        return backoff.isOver(peer, address) ? Optional.empty() : Optional.of("failed a short time ago");
    }

    private Optional<Transport> transport(Multiaddr address) {
        return transports.stream()
                .filter(candidate -> candidate.handles(address))
                .findFirst();
    }

    private Upgraded dial(PeerId peer, Multiaddr address) throws IOException {
        Transport transport = transport(address).orElseThrow();
        try {
            Upgraded upgraded = transport.dial(address, Optional.of(peer));
            backoff.worked(peer, address);
            return upgraded;
        } catch (IOException failure) {
            // A try that another one overtook says nothing about its address.
            if (!Thread.currentThread().isInterrupted()) {
                backoff.failed(peer, address);
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
