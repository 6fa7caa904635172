package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgrader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the parts of a host may use beyond what everybody may. Thread-safe. */
public final class HostContext {
    private final Host host;
    private final PrivateKey key;
    private final Upgrader upgrader;
    private final Timers timers;
    private final InstantSource clock;

    HostContext(Host host, PrivateKey key, Upgrader upgrader, Timers timers, InstantSource clock) {
        this.host = host;
        this.key = key;
        this.upgrader = upgrader;
        this.timers = timers;
        this.clock = clock;
    }

    /** The host itself. */
    public Host host() {
        return host;
    }

    /** The host's key, to sign with. */
    public PrivateKey key() {
        return key;
    }

    /** What makes secure connections of bytes, and knows who may connect. */
    public Upgrader upgrader() {
        return upgrader;
    }

    /** The host's time; it ends with the host. */
    public Timers timers() {
        return timers;
    }

    /** The calendar's time. */
    public InstantSource clock() {
        return clock;
    }

    /** One way more to dial and listen. */
    public void addTransport(Transport transport) {
        host.addTransport(transport);
    }

    /** Says that a listener's addresses are others than before, so that peers are told. */
    public void addressesChanged() {
        host.lookForChanges();
    }

    /** Where the host listens, and where so many see it that it is taken as true; circuits too. */
    public List<Multiaddr> candidates() {
        return host.own().candidates();
    }

    /** Where peers say that they see the host where it listens, the latest first. Nobody has confirmed it. */
    public List<Multiaddr> observed() {
        return host.own().observed();
    }

    /**
     * Says what was found out by having the host dialed, in the place of what was said before.
     *
     * @param reached addresses where it is reached; told to others from now on
     * @param notReached addresses where it is not; told to others only where it listens there
     */
    public void found(Reachability reachability, Collection<Multiaddr> reached, Collection<Multiaddr> notReached) {
        host.found(reachability, reached, notReached);
    }

    /**
     * Listens at one address more, until what this returns is closed.
     *
     * @throws IOException as {@link Host#listen}
     */
    public Closeable listen(Multiaddr address) throws IOException {
        Transport.Listener listener = host.listenAt(address);
        return () -> host.unlisten(listener);
    }

    /** Whether others than those on this machine and its networks might reach it. */
    public boolean isPublic(Multiaddr address) {
        return Addresses.isPublic(address);
    }

    /** Whether this host has a transport for it. */
    public boolean dials(Multiaddr address) {
        return host.dials(address);
    }

    /** The connection to a peer that goes over no relay, if one stands. */
    public Optional<Connection> direct(PeerId peer) {
        return host.direct(peer);
    }

    /**
     * Dials a peer at all addresses at once, from the ports where this host listens, while the peer does the same.
     *
     * @param role this end's; the peer has the other one
     * @throws ai.rios.libp2p.DialException when no connection comes about within {@code limit}
     */
    public Connection punch(PeerAddresses peer, Direction role, Duration limit) throws IOException {
        return host.punch(peer, role, limit);
    }

    /**
     * The connection to a peer that goes over no relay, dialed where there is none.
     *
     * @throws IOException as {@link Host#connect(PeerAddresses)}
     */
    public Connection connectDirectly(PeerAddresses peer) throws IOException {
        return host.connect(peer, true);
    }
}
