package ai.rios.libp2p.autonat;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests of others are taken: so many in any minute, in all and of one peer, and so many of one peer at the same
 * time. It remembers no more than the requests of one minute. Thread-safe.
 */
final class RequestRates {
    private static final long SPAN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Timers timers;
    private final int most;
    private final int mostOfPeer;
    private final int mostAtOnce;

    /** The oldest first. */
    private final Deque<Taken> taken = new ArrayDeque<>();

    private final Map<PeerId, Integer> ofPeer = new HashMap<>();
    private final Map<PeerId, Integer> underWay = new HashMap<>();

    RequestRates(Timers timers, int most, int mostOfPeer, int mostAtOnce) {
        this.timers = timers;
        this.most = most;
        this.mostOfPeer = mostOfPeer;
        this.mostAtOnce = mostAtOnce;
    }

    private record Taken(PeerId peer, long atNanos) {}

    /** Whether one more is taken; then {@link #leave} follows. */
    synchronized boolean enter(PeerId peer) {
        forgetOld();
        if (taken.size() >= most
                || ofPeer.getOrDefault(peer, 0) >= mostOfPeer
                || underWay.getOrDefault(peer, 0) >= mostAtOnce) {
            return false;
        }
        taken.add(new Taken(peer, timers.nanoTime()));
        ofPeer.merge(peer, 1, Integer::sum);
        underWay.merge(peer, 1, Integer::sum);
        return true;
    }

    /** One is over. */
    synchronized void leave(PeerId peer) {
        oneLess(underWay, peer);
    }

    private void forgetOld() {
        long now = timers.nanoTime();
        while (!taken.isEmpty() && now - taken.peek().atNanos >= SPAN_NANOS) {
            oneLess(ofPeer, taken.remove().peer);
        }
    }

    private static void oneLess(Map<PeerId, Integer> counts, PeerId peer) {
        counts.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
}
