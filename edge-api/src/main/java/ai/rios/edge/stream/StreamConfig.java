package ai.rios.edge.stream;

import java.time.Duration;
import java.util.Set;

/**
 * How {@code /v1/stream} is set up. Immutable.
 *
 * @param allowedOrigins web pages that may open it; empty for none
 * @param maxPerClient sockets of one client at this edge, but in plan {@code development}
 * @param catchUpReaders consumers that feed sockets which are behind; each has a thread
 * @param catchUpTurn how long one socket is fed before the next has its turn
 */
public record StreamConfig(Set<String> allowedOrigins, int maxPerClient, int catchUpReaders, Duration catchUpTurn) {
    /** No web pages, ten sockets a client, two readers, turns of 250 ms. */
    public static final StreamConfig DEFAULTS = new StreamConfig(Set.of(), 10, 2, Duration.ofMillis(250));

    /** Refuses what cannot work. */
    public StreamConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (catchUpReaders < 1) {
            throw new IllegalArgumentException("catch-up readers must be 1 or more, were " + catchUpReaders);
        }
        if (!catchUpTurn.isPositive()) {
            throw new IllegalArgumentException("a catch-up turn must be positive, was " + catchUpTurn);
        }
    }

    /** The same with other origins. */
    public StreamConfig withAllowedOrigins(Set<String> origins) {
        return new StreamConfig(origins, maxPerClient, catchUpReaders, catchUpTurn);
    }
}
