package ai.rios.libp2p.host;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Timers;
import java.util.Comparator;
import java.util.List;

/** Says which connections others could have the place of. Immutable, and so thread-safe. */
final class Trimmer {
    private final TrimLimits limits;
    private final ConnectionTags tags;
    private final Timers timers;

    Trimmer(TrimLimits limits, ConnectionTags tags, Timers timers) {
        this.limits = limits;
        this.tags = tags;
        this.timers = timers;
    }

    TrimLimits limits() {
        return limits;
    }

    /**
     * Those to close where there are too many in all, or inbound: the least weight first, of the same weight those without
     * streams first, then inbound ones, then the youngest, since a flood of strangers is young. None that is protected, or
     * too young to tell.
     */
    List<HostConnection> surplus(List<HostConnection> standing) {
        int inbound = (int) standing.stream().filter(Trimmer::isInbound).count();
        boolean tooMany = standing.size() > limits.high();
        if (!tooMany && inbound <= limits.highInbound()) {
            return List.of();
        }
        int surplus = tooMany ? standing.size() - limits.low() : inbound - limits.lowInbound();
        long now = timers.nanoTime();
        return standing.stream()
                .filter(connection -> tooMany || isInbound(connection))
                .filter(connection -> !tags.isProtected(connection.remotePeer()))
                .filter(connection ->
                        connection.ageNanos(now) >= limits.youngFor().toNanos())
                .sorted(Comparator.comparingLong((HostConnection connection) -> tags.weight(connection.remotePeer()))
                        .thenComparing(HostConnection::isUsed)
                        .thenComparing(connection -> !isInbound(connection))
                        .thenComparingLong(connection -> connection.ageNanos(now)))
                .limit(surplus)
                .toList();
    }

    /** Those that nobody has used for a while. */
    List<HostConnection> idle(List<HostConnection> standing) {
        long now = timers.nanoTime();
        return standing.stream()
                .filter(connection -> !tags.isTagged(connection.remotePeer()))
                .filter(connection ->
                        connection.unusedNanos(now) >= limits.idleFor().toNanos())
                .toList();
    }

    private static boolean isInbound(HostConnection connection) {
        return connection.direction() == Direction.INBOUND;
    }
}
