package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Who provides what, as providers themselves have said, each for a time; and where they were then, for a shorter time.
 * Thread-safe.
 */
final class ProviderStore {
    private final KadLimits.Records limits;
    private final Timers timers;
    private final Random random;

    /** When each record ends, by key and provider. All below is guarded by this. */
    private final Map<Multihash, Map<PeerId, Long>> records = new HashMap<>();

    private final Map<PeerId, Provider> providers = new HashMap<>();
    private int size;
    private long changes;

    ProviderStore(KadLimits.Records limits, Timers timers, Random random) {
        this.limits = limits;
        this.timers = timers;
        this.random = random;
    }

    /** The store's own. */
    private static final class Provider {
        private int keys;
        private List<Multiaddr> addresses = List.of();
        private long addressesUntil;
    }

    /**
     * A record, with the time that it still has.
     *
     * @param key of what is provided
     * @param provider who provides it, and where it was; without addresses where they are too old
     * @param left how long it holds
     * @param addressesLeft how long the addresses are told
     */
    record Entry(Multihash key, PeerAddresses provider, Duration left, Duration addressesLeft) {}

    /**
     * Remembers a record for its full time.
     *
     * @return false where there is no room for it
     */
    synchronized boolean add(Multihash key, PeerAddresses provider) {
        return put(new Entry(key, provider, limits.validity(), limits.addresses()));
    }

    /**
     * Remembers a record for the time that it has left, and not longer than a new one.
     *
     * @return false where there is no room for it
     */
    synchronized boolean put(Entry entry) {
        long now = timers.nanoTime();
        Map<PeerId, Long> ofKey = records.getOrDefault(entry.key, Map.of());
        PeerId peer = entry.provider.id();
        if (!ofKey.containsKey(peer) && !hasRoom(ofKey, peer)) {
            return false;
        }
        Provider provider = providers.computeIfAbsent(peer, _ -> new Provider());
        if (records.computeIfAbsent(entry.key, _ -> new LinkedHashMap<>())
                        .put(peer, now + shorter(entry.left, limits.validity()))
                == null) {
            provider.keys++;
            size++;
        }
        if (!entry.provider.addresses().isEmpty()) {
            provider.addresses = MessageCodec.bounded(entry.provider.addresses());
            provider.addressesUntil = now + shorter(entry.addressesLeft, limits.addresses());
        }
        changes++;
        return true;
    }

    private static long shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one.toNanos() : other.toNanos();
    }

    private boolean hasRoom(Map<PeerId, Long> ofKey, PeerId peer) {
        Provider known = providers.get(peer);
        return size < limits.total()
                && ofKey.size() < limits.perKey()
                && (known == null || known.keys < limits.perPeer());
    }

    /** Some that provide it, in no order; as many as an answer has. Those whose addresses are too old come without. */
    synchronized List<PeerAddresses> providers(Multihash key) {
        long now = timers.nanoTime();
        List<PeerAddresses> found = new ArrayList<>();
        records.getOrDefault(key, Map.of()).forEach((peer, until) -> {
            if (until - now > 0) {
                found.add(new PeerAddresses(peer, addresses(peer)));
            }
        });
        if (found.size() > limits.answered()) {
            Collections.shuffle(found, random);
        }
        return List.copyOf(found.subList(0, Math.min(found.size(), limits.answered())));
    }

    /** Where a provider was, if that is not too long ago. */
    synchronized List<Multiaddr> addresses(PeerId peer) {
        Provider provider = providers.get(peer);
        return provider == null || provider.addressesUntil - timers.nanoTime() <= 0 ? List.of() : provider.addresses;
    }

    /** Forgets what has ended; until then it takes room. */
    synchronized void sweep() {
        long now = timers.nanoTime();
        records.values().removeIf(ofKey -> {
            ofKey.entrySet().removeIf(record -> record.getValue() - now <= 0 && forget(record.getKey()));
            return ofKey.isEmpty();
        });
    }

    private boolean forget(PeerId peer) {
        size--;
        changes++;
        providers.computeIfPresent(peer, (_, provider) -> --provider.keys == 0 ? null : provider);
        return true;
    }

    /** All that hold. */
    synchronized List<Entry> entries() {
        sweep();
        long now = timers.nanoTime();
        List<Entry> entries = new ArrayList<>();
        records.forEach((key, ofKey) -> ofKey.forEach((peer, until) -> {
            List<Multiaddr> addresses = addresses(peer);
            Duration addressesLeft = addresses.isEmpty() ? Duration.ZERO : Duration.ofNanos(addressesUntil(peer) - now);
            entries.add(
                    new Entry(key, new PeerAddresses(peer, addresses), Duration.ofNanos(until - now), addressesLeft));
        }));
        return entries;
    }

    private long addressesUntil(PeerId peer) {
        Provider provider = providers.get(peer);
        return provider == null ? timers.nanoTime() : provider.addressesUntil;
    }

    /** How many records there are, those that have ended and were not swept yet included. */
    synchronized int size() {
        return size;
    }

    /** A number that grows with every change. */
    synchronized long changes() {
        return changes;
    }
}
