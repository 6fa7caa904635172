package ai.rios.libp2p.host;

import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.InetNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where other peers see this host. One network has one word for each address where this host listens, its latest; what
 * {@link #OBSERVERS} networks say is taken as true. Thread-safe.
 */
final class ObservedAddresses {
    /** Networks that must see an address before it is taken as one of this host. */
    static final int OBSERVERS = 4;

    /** Words that are kept; the oldest gives way. */
    static final int MOST_WORDS = 256;

    /** Addresses that are taken for one where this host listens; those that most networks see. */
    static final int MOST_FOR_ONE = 3;

    /** How long a word counts. */
    static final Duration KEPT = Duration.ofHours(1);

    private final Timers timers;

    /** The latest last. */
    private final Map<Place, Word> words = new LinkedHashMap<>();

    ObservedAddresses(Timers timers) {
        this.timers = timers;
    }

    /** Who sees what: a network, and where this host listens. */
    private record Place(InetNetwork observer, Multiaddr local) {}

    private record Word(Multiaddr seen, long atNanos) {}

    /**
     * A peer says where it sees this host.
     *
     * @param by where the peer is
     * @param local where this host listens
     * @param seen where the peer sees that
     */
    synchronized void add(Multiaddr by, Multiaddr local, Multiaddr seen) {
        Addresses.ip(by).ifPresent(ip -> {
            Place place = new Place(InetNetwork.countedBy(ip).getFirst(), local);
            words.remove(place);
            words.put(place, new Word(seen, timers.nanoTime()));
            if (words.size() > MOST_WORDS) {
                words.remove(words.keySet().iterator().next());
            }
        });
    }

    /** All that is said, the latest first. */
    synchronized List<Multiaddr> latestFirst() {
        forgetOld();
        return new ArrayList<>(words.values())
                .reversed().stream().map(Word::seen).distinct().toList();
    }

    /** The public addresses that enough networks see. */
    synchronized Set<Multiaddr> confirmed() {
        forgetOld();
        Map<Multiaddr, Map<Multiaddr, Integer>> counts = new HashMap<>();
        words.forEach((place, word) ->
                counts.computeIfAbsent(place.local, _ -> new LinkedHashMap<>()).merge(word.seen, 1, Integer::sum));
        Set<Multiaddr> confirmed = new HashSet<>();
        for (Map<Multiaddr, Integer> seen : counts.values()) {
            seen.entrySet().stream()
                    .filter(entry -> entry.getValue() >= OBSERVERS && Addresses.isPublic(entry.getKey()))
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(MOST_FOR_ONE)
                    .forEach(entry -> confirmed.add(entry.getKey()));
        }
        return confirmed;
    }

    private void forgetOld() {
        long now = timers.nanoTime();
        words.values().removeIf(word -> now - word.atNanos > KEPT.toNanos());
    }
}
