package ai.rios.edge.auth;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The current public keys, read again from time to time and when a token names a key that nobody knows, so that keys may be
 * rotated while the edge runs. When the source cannot be read, the last good keys stay. Thread-safe.
 */
final class RotatingKeys {
    private static final System.Logger LOG = System.getLogger(RotatingKeys.class.getName());

    /** At most one read in this time, however many tokens name unknown keys. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);

    private final KeySource source;
    private final Duration refreshAfter;
    private final InstantSource clock;

    /** Held by the one that reads the source; the others go on with the keys they have. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Written by the reader, read by all. */
    private volatile State state;

    private record State(KeySet keys, Instant readAt) {}

    RotatingKeys(KeySource source, Duration refreshAfter, InstantSource clock) {
        this.source = source;
        this.refreshAfter = refreshAfter;
        this.clock = clock;
        this.state = new State(KeySet.EMPTY, Instant.EPOCH);
    }

    /** The keys, refreshed when they are old; the same object as long as they are the same keys. */
    KeySet current() {
        State seen = state;
        if (!clock.instant().isBefore(seen.readAt().plus(refreshAfter))) {
            refresh(seen);
        }
        return state.keys();
    }

    /** The keys after somebody met a key id that is not among them. */
    KeySet afterUnknownKey() {
        State seen = state;
        if (!clock.instant().isBefore(seen.readAt().plus(MIN_INTERVAL))) {
            refresh(seen);
        }
        return state.keys();
    }

    /** @param seen what was too old */
    private void refresh(State seen) {
        if (seen.keys().keys().isEmpty()) {
            reading.lock(); // nobody can be served before there are keys
        } else if (!reading.tryLock()) {
            return;
        }
        State before = state;
        try {
            if (!before.readAt().equals(seen.readAt())) {
                return; // somebody else has read meanwhile, or has tried in vain: a queue of tries helps nobody
            }
            KeySet read = KeySet.parse(source.read());
            state = new State(read.equals(before.keys()) ? before.keys() : read, clock.instant());
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot read the token keys; the last good ones stay, keys="
                            + before.keys().keys().size(),
                    e);
            state = new State(before.keys(), clock.instant());
        } finally {
            reading.unlock();
        }
    }
}
