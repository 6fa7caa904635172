package ai.rios.libp2p.autonat;

import ai.rios.libp2p.host.Reachability;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was found out about a host's addresses, each by itself, and by version 1 about the host as a whole. Thread-safe. */
final class Findings {
    /** Addresses that are kept in mind, at most; further ones are not looked at. */
    static final int MOST_ADDRESSES = 64;

    private final long refreshNanos;
    private final Map<Multiaddr, Tally> byAddress = new LinkedHashMap<>();
    private final Tally whole = new Tally();

    /**
     * Nothing found yet.
     *
     * @param refresh after which time what is known is looked at again
     */
    Findings(Duration refresh) {
        this.refreshNanos = refresh.toNanos();
    }

    /** Looks at these addresses from now on, and forgets the others. */
    synchronized void lookAt(Collection<Multiaddr> addresses) {
        byAddress.keySet().retainAll(addresses);
        addresses.stream()
                .filter(address -> byAddress.size() < MOST_ADDRESSES || byAddress.containsKey(address))
                .forEach(address -> byAddress.computeIfAbsent(address, _ -> new Tally()));
    }

    /** Those of {@code addresses} of which more is to be known, those first of which least is. */
    synchronized List<Multiaddr> due(Collection<Multiaddr> addresses, long nowNanos) {
        List<Multiaddr> due = new ArrayList<>();
        for (boolean settled : new boolean[] {false, true}) {
            for (Multiaddr address : addresses) {
                Tally tally = byAddress.get(address);
                if (tally != null && tally.isSettled() == settled && tally.isDue(nowNanos, refreshNanos)) {
                    due.add(address);
                }
            }
        }
        return due;
    }

    synchronized boolean isWholeDue(long nowNanos) {
        return whole.isDue(nowNanos, refreshNanos);
    }

    synchronized void add(Questions.Found found, long nowNanos) {
        found.passedOver().forEach(address -> with(address, tally -> tally.passOver(nowNanos)));
        found.dialed().ifPresent(address -> with(address, tally -> tally.add(found.reached(), nowNanos)));
    }

    private void with(Multiaddr address, Consumer<Tally> change) {
        Tally tally = byAddress.get(address);
        if (tally != null) {
            change.accept(tally);
        }
    }

    synchronized void addWhole(boolean reached, long nowNanos) {
        whole.add(reached, nowNanos);
    }

    /** The addresses of which this is decided. */
    synchronized List<Multiaddr> decided(boolean reached) {
        return byAddress.entrySet().stream()
                .filter(entry -> entry.getValue().verdict().equals(Optional.of(reached)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One address that is reached is enough; where none is, and nothing more is to be found out, the host is not reached. */
    synchronized Reachability reachability() {
        if (!decided(true).isEmpty()) {
            return Reachability.PUBLIC;
        }
        if (!decided(false).isEmpty() && byAddress.values().stream().allMatch(Tally::isSettled)) {
            return Reachability.PRIVATE;
        }
        return whole.verdict()
                .map(reached -> reached ? Reachability.PUBLIC : Reachability.PRIVATE)
                .orElse(Reachability.UNKNOWN);
    }
}
