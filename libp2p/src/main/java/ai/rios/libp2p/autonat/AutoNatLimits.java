package ai.rios.libp2p.autonat;

import java.time.Duration;

/**
 * What a host does for others that ask to be dialed, at most, and how long it waits.
 *
 * @param perMinute requests of version 2 in all; 1 or more
 * @param perPeer of one peer, in a minute; 1 or more
 * @param withData of those that need data before the dial, in a minute; 1 or more
 * @param atOnce of one peer at the same time; 1 or more
 * @param firstPerMinute requests of version 1 in a minute, in all; 1 or more
 * @param firstPerPeer of one peer, in a minute; 1 or more
 * @param dial until a connection has come about; of version 1, half as much again. Positive
 * @param pause before the dial of an address that is not where the client is seen, at most; drawn by lot. Not negative
 * @param request for a whole request, data and dial included; positive
 */
public record AutoNatLimits(
        int perMinute,
        int perPeer,
        int withData,
        int atOnce,
        int firstPerMinute,
        int firstPerPeer,
        Duration dial,
        Duration pause,
        Duration request) {
    /** 60 a minute, 12 a peer, 12 with data, 2 at once; 30 and 3 of version 1; 10 s, 3 s, 60 s. */
    public static final AutoNatLimits DEFAULTS = new AutoNatLimits(
            60, 12, 12, 2, 30, 3, Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60));

    /** Refuses limits that allow nothing. */
    public AutoNatLimits {
        int second = Math.min(Math.min(perMinute, perPeer), Math.min(withData, atOnce));
        if (Math.min(second, Math.min(firstPerMinute, firstPerPeer)) < 1) {
            throw new IllegalArgumentException("numbers of requests must be 1 or more");
        }
        if (!dial.isPositive() || pause.isNegative() || !request.isPositive()) {
            throw new IllegalArgumentException(
                    "times must be positive, were " + dial + ", " + pause + " and " + request);
        }
    }
}
