package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Transport;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where a host is reached: where it listens, and where others see that from outside. Thread-safe. */
final class OwnAddresses {
    /** Addresses beside those where the host listens, at most. */
    static final int MOST_OUTSIDE = 16;

    private final List<Transport.Listener> listeners = new CopyOnWriteArrayList<>();
    private final ObservedAddresses observed;

    /** What was found out by dialing. */
    private volatile Verdict verdict = new Verdict(Reachability.UNKNOWN, Set.of(), Set.of());

    /** What {@link #changed} said last; this guards it. */
    private List<Multiaddr> told = List.of();

    OwnAddresses(Timers timers) {
        this.observed = new ObservedAddresses(timers);
    }

    private record Verdict(Reachability reachability, Set<Multiaddr> reached, Set<Multiaddr> notReached) {}

    void add(Transport.Listener listener) {
        listeners.add(listener);
    }

    void remove(Transport.Listener listener) {
        listeners.remove(listener);
    }

    void close() {
        listeners.forEach(Transport.Listener::close);
    }

    /** Where the host listens, but for addresses where nobody can come from elsewhere, or from one link only. */
    List<Multiaddr> listening() {
        return listeners.stream()
                .flatMap(listener -> listener.addresses().stream())
                .filter(address -> Addresses.isSomewhere(address) && !Addresses.isLinkLocal(address))
                .toList();
    }

    /** Where it listens and, beyond that, where it is seen by so many that it is taken as true. */
    List<Multiaddr> candidates() {
        Set<Multiaddr> all = new LinkedHashSet<>(listening());
        all.addAll(observed.confirmed());
        return List.copyOf(all);
    }

    /** All that others may be told: without what is only seen, where dialing it has failed. */
    List<Multiaddr> all() {
        Verdict now = verdict;
        Set<Multiaddr> outside = new LinkedHashSet<>(now.reached);
        outside.addAll(observed.confirmed());
        outside.removeAll(now.notReached);
        Set<Multiaddr> all = new LinkedHashSet<>(listening());
        outside.stream().limit(MOST_OUTSIDE).forEach(all::add);
        return List.copyOf(all);
    }

    /** Where peers say that they see the host, the latest first; nobody has confirmed it. */
    List<Multiaddr> observed() {
        return observed.latestFirst();
    }

    /** The peer at the other end says where it sees this one; that counts where this end is one that others may dial. */
    void observe(Connection connection, Multiaddr seen) {
        if (!seen.isCircuit()
                && !connection.remoteAddress().isCircuit()
                && listening().contains(connection.localAddress())) {
            observed.add(connection.remoteAddress(), connection.localAddress(), seen);
        }
    }

    Reachability reachability() {
        return verdict.reachability;
    }

    /** Takes what was found out by dialing; says whether the host is reached in another way than before. */
    synchronized boolean found(
            Reachability reachability, Collection<Multiaddr> reached, Collection<Multiaddr> notReached) {
        Reachability before = verdict.reachability;
        verdict = new Verdict(reachability, new LinkedHashSet<>(reached), Set.copyOf(notReached));
        return before != reachability;
    }

    /** The addresses, if they are others than when this was asked last. */
    synchronized Optional<List<Multiaddr>> changed() {
        List<Multiaddr> now = all();
        if (now.equals(told)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(now);
    }
}
