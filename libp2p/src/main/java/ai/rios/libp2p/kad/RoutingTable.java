package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The peers that are remembered, in buckets by how many bits they share with this node. A full bucket keeps what it has, but
 * for peers that have not answered for long: the one that answered least recently gives way. Peers of one network are few.
 *
 * <p>Time is handed in, in nanoseconds. Not thread-safe: {@link Neighbours} guards it.
 */
final class RoutingTable {
    private final KadId own;
    private final KadLimits.Table limits;
    private final Map<PeerId, Entry> entries = new HashMap<>();
    private final List<List<Entry>> buckets = new ArrayList<>();

    RoutingTable(KadId own, KadLimits.Table limits) {
        this.own = own;
        this.limits = limits;
        for (int bits = 0; bits <= KadId.BITS; bits++) {
            buckets.add(new ArrayList<>());
        }
    }

    /** The table's own. */
    private static final class Entry {
        private final PeerId peer;
        private final KadId place;
        private final Optional<String> group;
        private long answeredAt;

        private Entry(PeerId peer, KadId place, Optional<String> group, long answeredAt) {
            this.peer = peer;
            this.place = place;
            this.group = group;
            this.answeredAt = answeredAt;
        }
    }

    /**
     * A peer has answered. It is taken in where there is room.
     *
     * @param group the network that it is in, if it counts
     * @return whether it is in the table now
     */
    boolean answered(PeerId peer, Optional<String> group, long now) {
        Entry known = entries.get(peer);
        if (known != null) {
            known.answeredAt = now;
            return true;
        }
        if (!hasRoom(peer, group, now)) {
            return false;
        }
        KadId place = KadId.of(peer);
        List<Entry> bucket = bucket(place);
        if (bucket.size() >= limits.bucket()) {
            stale(bucket, now).ifPresent(entry -> remove(entry.peer));
        }
        Entry entry = new Entry(peer, place, group, now);
        bucket.add(entry);
        entries.put(peer, entry);
        return true;
    }

    /** Whether it would be taken in, were it to answer; not where it is in the table already. */
    boolean hasRoom(PeerId peer, Optional<String> group, long now) {
        KadId place = KadId.of(peer);
        if (entries.containsKey(peer) || place.equals(own)) {
            return false;
        }
        List<Entry> bucket = bucket(place);
        Optional<Entry> leaving = bucket.size() < limits.bucket() ? Optional.empty() : stale(bucket, now);
        return (bucket.size() < limits.bucket() || leaving.isPresent())
                && group.filter(network -> isFull(network, bucket, leaving)).isEmpty();
    }

    private boolean isFull(String network, List<Entry> bucket, Optional<Entry> leaving) {
        return count(network, entries.values(), leaving) >= limits.groupInTable()
                || count(network, bucket, leaving) >= limits.groupInBucket();
    }

    private static long count(String network, Iterable<Entry> among, Optional<Entry> leaving) {
        long count = 0;
        for (Entry entry : among) {
            if (entry.group.filter(network::equals).isPresent()
                    && leaving.filter(entry::equals).isEmpty()) {
                count++;
            }
        }
        return count;
    }

    /** The one that answered least recently, if that was two refreshes ago or longer. */
    private Optional<Entry> stale(List<Entry> bucket, long now) {
        long grace = 2 * limits.refresh().toNanos();
        return bucket.stream()
                .max(Comparator.comparingLong(entry -> now - entry.answeredAt))
                .filter(entry -> now - entry.answeredAt >= grace);
    }

    /** Forgets a peer. */
    boolean remove(PeerId peer) {
        Entry entry = entries.remove(peer);
        return entry != null && bucket(entry.place).remove(entry);
    }

    private List<Entry> bucket(KadId place) {
        return buckets.get(own.sharedBits(place));
    }

    boolean contains(PeerId peer) {
        return entries.containsKey(peer);
    }

    int size() {
        return entries.size();
    }

    /** The peers that are nearest to a place, the nearest first. */
    List<PeerId> closest(KadId place, int count) {
        return entries.values().stream()
                .sorted(Comparator.comparing(entry -> place.distance(entry.place)))
                .limit(count)
                .map(entry -> entry.peer)
                .toList();
    }

    /** The peers that answered {@code age} ago or longer. */
    List<PeerId> silentFor(long age, long now) {
        return entries.values().stream()
                .filter(entry -> now - entry.answeredAt >= age)
                .map(entry -> entry.peer)
                .toList();
    }

    /** By how many bits peers share with this node, those numbers for which there are peers. */
    List<Integer> filledBuckets() {
        List<Integer> filled = new ArrayList<>();
        for (int bits = 0; bits < buckets.size(); bits++) {
            if (!buckets.get(bits).isEmpty()) {
                filled.add(bits);
            }
        }
        return filled;
    }
}
