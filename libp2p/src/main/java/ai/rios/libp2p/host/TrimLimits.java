package ai.rios.libp2p.host;

import java.time.Duration;

/**
 * When connections are closed that others could have the place of.
 *
 * @param high connections beyond which some are closed; of inbound ones three quarters of it. 1 or more
 * @param low how many are left then; of inbound ones three quarters of it. Not negative, and not more than {@code high}
 * @param youngFor how long a new connection is left alone; not negative
 * @param silence between two times that some are closed for being too many; positive
 * @param idleFor how long a connection without streams and tags is kept; positive
 */
public record TrimLimits(int high, int low, Duration youngFor, Duration silence, Duration idleFor) {
    /** Beyond 900 down to 700, none that is younger than 60 s, every 10 s at most; idle ones after 2 min. */
    public static final TrimLimits DEFAULTS = of(HostLimits.DEFAULTS.connections());

    /** Refuses limits that contradict themselves. */
    public TrimLimits {
        if (high < 1 || low < 0 || low > high) {
            throw new IllegalArgumentException(
                    "connections are trimmed from 1 or more to less, not " + high + " to " + low);
        }
        if (youngFor.isNegative() || !silence.isPositive() || !idleFor.isPositive()) {
            throw new IllegalArgumentException("times must be positive");
        }
    }

    /** The defaults' shares of another number of connections in all. */
    static TrimLimits of(int connections) {
        int high = (int) Math.max(1, connections * 900L / 1_024);
        int low = (int) (connections * 700L / 1_024);
        return new TrimLimits(high, low, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMinutes(2));
    }

    int highInbound() {
        return HostLimits.inboundShare(high);
    }

    int lowInbound() {
        return HostLimits.inboundShare(low);
    }
}
