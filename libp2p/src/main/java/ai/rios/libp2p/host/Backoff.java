package ai.rios.libp2p.host;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Peers that were not at an address, and are left alone there for a while: 5 s and 1 s for the square of the failures in a
 * row, at most 5 min. It counts for that peer alone, or whoever names somebody else's address would keep it from being
 * dialed. Thread-safe.
 */
final class Backoff {
    /** Peers at an address that are remembered; the oldest gives way. */
    static final int MOST_REMEMBERED = 4_096;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Timers timers;
    private final Map<Place, Failures> failed = new LinkedHashMap<>();

    Backoff(Timers timers) {
        this.timers = timers;
    }

    synchronized boolean isOver(PeerId peer, Multiaddr address) {
        Failures failures = failed.get(new Place(peer, address));
        return failures == null || failures.until - timers.nanoTime() <= 0;
    }

    synchronized void failed(PeerId peer, Multiaddr address) {
        Place place = new Place(peer, address);
        int inRow = Math.min(100, failed.containsKey(place) ? failed.remove(place).inRow + 1 : 1);
        Duration wait = Duration.ofSeconds(5L + (long) inRow * inRow);
        if (wait.compareTo(LONGEST) > 0) {
            wait = LONGEST;
        }
        failed.put(place, new Failures(inRow, timers.nanoTime() + wait.toNanos()));
        if (failed.size() > MOST_REMEMBERED) {
            failed.remove(failed.keySet().iterator().next());
        }
    }

    synchronized void worked(PeerId peer, Multiaddr address) {
        failed.remove(new Place(peer, address));
    }

    private record Place(PeerId peer, Multiaddr address) {}

    private record Failures(int inRow, long until) {}
}
