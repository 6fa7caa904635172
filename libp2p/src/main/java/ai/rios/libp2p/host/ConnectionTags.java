package ai.rios.libp2p.host;

import ai.rios.libp2p.crypto.PeerId;
import java.util.HashMap;
import java.util.Map;

/**
 * What the connections with a peer are worth to this host's own protocols and applications, each of which tags peers under a
 * name of its own. Connections with peers that have a tag are not closed for being idle; those with the least weight are the
 * first to be closed when there are too many, and those that are protected never are. Thread-safe.
 */
public final class ConnectionTags {
    /** By peer and tag; this guards it. What is protected weighs most. */
    private final Map<PeerId, Map<String, Integer>> tags = new HashMap<>();

    /** Nobody has a tag. */
    ConnectionTags() {}

    /** Keeps connections with a peer until {@link #remove}, however many there are. */
    public void protect(PeerId peer, String tag) {
        put(peer, tag, Integer.MAX_VALUE);
    }

    /**
     * Gives connections with a peer a weight, in the place of the tag's earlier one; those of all its tags add up.
     *
     * @param weight not negative, and less than the largest number
     */
    public void weigh(PeerId peer, String tag, int weight) {
        if (weight < 0 || weight == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a weight is 0 or more and bounded, not " + weight);
        }
        put(peer, tag, weight);
    }

    private synchronized void put(PeerId peer, String tag, int weight) {
        tags.computeIfAbsent(peer, _ -> new HashMap<>()).put(tag, weight);
    }

    /** Takes a tag away, with its weight or protection. */
    public synchronized void remove(PeerId peer, String tag) {
        tags.computeIfPresent(peer, (_, ofPeer) -> {
            ofPeer.remove(tag);
            return ofPeer.isEmpty() ? null : ofPeer;
        });
    }

    /** Whether the peer has any tag. */
    public synchronized boolean isTagged(PeerId peer) {
        return tags.containsKey(peer);
    }

    /** Whether a tag protects the peer. */
    public synchronized boolean isProtected(PeerId peer) {
        return tags.getOrDefault(peer, Map.of()).containsValue(Integer.MAX_VALUE);
    }

    /** The sum of the weights; 0 where there are none. */
    public synchronized long weight(PeerId peer) {
        return tags.getOrDefault(peer, Map.of()).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }
}
