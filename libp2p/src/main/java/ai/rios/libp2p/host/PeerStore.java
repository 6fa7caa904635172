package ai.rios.libp2p.host;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Utf8;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of other peers: where they may be reached, for a time, and what they speak. It is bounded in peers, in what
 * is kept of each, and in bytes; the peer that was used least recently gives way. Of peers that are connected nothing is
 * forgotten, nor for {@link #KEPT_AFTER_CONNECTION} after that. Thread-safe.
 */
public final class PeerStore {
    /** Peers that are remembered, at most, those that are connected not counted among them when they alone are more. */
    public static final int MOST_PEERS = 4_096;

    /** Addresses of one peer that is connected, at most; those that end first give way. */
    public static final int MOST_ADDRESSES = 100;

    /** Addresses of one peer that is not connected, at most; those that end first give way. */
    public static final int MOST_ADDRESSES_UNCONNECTED = 16;

    /** Parts of an address, at most; one with more is not taken. */
    public static final int MOST_PARTS = 16;

    /** Protocols of one peer, at most; what comes after them is left out. */
    public static final int MOST_PROTOCOLS = 128;

    /** Bytes of a protocol's name, at most; a longer one is left out. */
    public static final int LONGEST_PROTOCOL = 256;

    /** What all of it takes in memory, at most, as far as peers are not connected; an estimate. */
    public static final long MOST_BYTES = 32L << 20;

    /** How long addresses are kept after the last connection to their peer, at least. */
    public static final Duration KEPT_AFTER_CONNECTION = Duration.ofMinutes(30);

    private final Timers timers;

    /** By last use, the least recent first. */
    private final Map<PeerId, Known> peers = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** How often anything has changed. */
    private long changes;

    /** Nothing known yet. */
    public PeerStore(Timers timers) {
        this.timers = timers;
    }

    /** Remembers addresses for {@code time}; those that are known for longer stay so. */
    public synchronized void addAddresses(PeerId peer, List<Multiaddr> addresses, Duration time) {
        change(peer, known -> known.add(addresses, until(time), false));
    }

    /**
     * Remembers for {@code time} what the peer itself tells, in the place of what it told before. What was added by others
     * stays until its time.
     */
    public synchronized void setAddresses(PeerId peer, List<Multiaddr> addresses, Duration time) {
        change(peer, known -> {
            known.addresses.values().removeIf(Address::told);
            known.add(addresses, until(time), true);
        });
    }

    private long until(Duration time) {
        return timers.nanoTime() + time.toNanos();
    }

    /** Where the peer may be reached now; may be empty. */
    public synchronized List<Multiaddr> addresses(PeerId peer) {
        Known known = peers.get(peer);
        if (known == null) {
            return List.of();
        }
        forgetOld(known);
        return new ArrayList<>(known.addresses.keySet());
    }

    private void forgetOld(Known known) {
        if (known.connections == 0) {
            long now = timers.nanoTime();
            known.addresses.values().removeIf(address -> address.until - now <= 0);
            weigh(known);
        }
    }

    /** What the peer says that it speaks, in the place of what was known. */
    public synchronized void setProtocols(PeerId peer, List<String> protocols) {
        change(
                peer,
                known -> known.protocols = protocols.stream()
                        .filter(protocol -> Utf8.encode(protocol).length <= LONGEST_PROTOCOL)
                        .distinct()
                        .limit(MOST_PROTOCOLS)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** What the peer said that it speaks; empty where nothing is known. */
    public synchronized Set<String> protocols(PeerId peer) {
        Known known = peers.get(peer);
        return known == null ? Set.of() : known.protocols;
    }

    /** Whether a peer's record of this number is no older than one that was taken before; then it is remembered. */
    synchronized boolean admitRecord(PeerId peer, long number) {
        Known before = peers.get(peer);
        if (before != null && before.lastRecord > number) {
            return false;
        }
        change(peer, known -> known.lastRecord = number);
        return true;
    }

    /** One connection more to the peer; {@link #disconnected} follows. */
    synchronized void connected(PeerId peer) {
        change(peer, known -> known.connections++);
    }

    /** A connection to the peer has ended. */
    synchronized void disconnected(PeerId peer) {
        long until = until(KEPT_AFTER_CONNECTION);
        change(peer, known -> {
            known.connections--;
            if (known.connections == 0) {
                known.addresses.replaceAll((_, address) -> address.atLeast(until));
                known.trim();
            }
        });
    }

    private interface Change {
        void apply(Known known);
    }

    private void change(PeerId peer, Change change) {
        Known known = peers.computeIfAbsent(peer, _ -> new Known());
        change.apply(known);
        weigh(known);
        makeRoom();
        changes++;
    }

    /** Another number than before where anything may have changed. */
    synchronized long changes() {
        return changes;
    }

    /**
     * What is known of one peer.
     *
     * @param addresses those that hold still
     * @param lastRecord the number of the last record that was taken of it, or -1
     */
    record Entry(PeerId peer, List<Kept> addresses, Collection<String> protocols, long lastRecord) {}

    /**
     * An address.
     *
     * @param left how long it holds
     * @param told whether the peer itself told it
     */
    record Kept(Multiaddr address, Duration left, boolean told) {}

    /** Of which peers there are addresses, the least recently used first. */
    synchronized List<Entry> entries() {
        long now = timers.nanoTime();
        List<Entry> entries = new ArrayList<>();
        peers.forEach((peer, known) -> {
            List<Kept> addresses = known.kept(now);
            if (!addresses.isEmpty()) {
                entries.add(new Entry(peer, addresses, known.protocols, known.lastRecord));
            }
        });
        return entries;
    }

    /** Takes in what was known of a peer before. */
    synchronized void put(Entry entry) {
        setProtocols(entry.peer, List.copyOf(entry.protocols));
        change(entry.peer, known -> {
            known.lastRecord = Math.max(known.lastRecord, entry.lastRecord);
            entry.addresses.forEach(kept -> known.add(List.of(kept.address), until(kept.left), kept.told));
        });
    }

    private void weigh(Known known) {
        bytes -= known.weight;
        known.weight = known.weigh();
        bytes += known.weight;
    }

    /** Those that are connected are passed over, and are as few as there are connections. */
    private void makeRoom() {
        Iterator<Known> leastUsed = peers.values().iterator();
        while ((peers.size() > MOST_PEERS || bytes > MOST_BYTES) && leastUsed.hasNext()) {
            Known known = leastUsed.next();
            if (known.connections == 0) {
                bytes -= known.weight;
                leastUsed.remove();
            }
        }
    }

    /** What all of it takes, estimated. */
    synchronized long bytes() {
        return bytes;
    }

    /**
     * An address.
     *
     * @param until when it is forgotten
     * @param told whether the peer itself tells it
     */
    private record Address(long until, boolean told) {
        private Address atLeast(long other) {
            return other - until > 0 ? new Address(other, told) : this;
        }

        private Address or(Address other) {
            return new Address(atLeast(other.until).until, told || other.told);
        }
    }

    /** The store's lock guards it. */
    private static final class Known {
        /** What the objects of a peer, an address, a part of one and a text take, about. */
        private static final int OBJECT = 96;

        private final Map<Multiaddr, Address> addresses = new LinkedHashMap<>();
        private Set<String> protocols = Set.of();
        private int connections;
        private long lastRecord = -1;
        private long weight;

        private void add(List<Multiaddr> more, long until, boolean told) {
            for (Multiaddr address : more) {
                if (address.components().size() <= MOST_PARTS) {
                    addresses.merge(address.withoutPeer(), new Address(until, told), Address::or);
                }
            }
            trim();
        }

        /** What holds still; of a peer that is connected, as if the connection ended now. */
        private List<Kept> kept(long now) {
            long least = connections > 0 ? KEPT_AFTER_CONNECTION.toNanos() : 0;
            return addresses.entrySet().stream()
                    .map(entry -> new Kept(
                            entry.getKey(),
                            Duration.ofNanos(Math.max(least, entry.getValue().until - now)),
                            entry.getValue().told))
                    .filter(kept -> kept.left.isPositive())
                    .toList();
        }

        private void trim() {
            int most = connections > 0 ? MOST_ADDRESSES : MOST_ADDRESSES_UNCONNECTED;
            if (addresses.size() > most) {
                List<Map.Entry<Multiaddr, Address>> first = addresses.entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getValue, (a, b) -> Long.signum(a.until - b.until)))
                        .limit(addresses.size() - (long) most)
                        .toList();
                first.forEach(entry -> addresses.remove(entry.getKey()));
            }
        }

        private long weigh() {
            long sum = 2L * OBJECT;
            for (Multiaddr address : addresses.keySet()) {
                sum += 2L * OBJECT;
                for (Multiaddr.Component part : address.components()) {
                    sum += OBJECT + part.value().length();
                }
            }
            for (String protocol : protocols) {
                sum += OBJECT + protocol.length();
            }
            return sum;
        }
    }
}
