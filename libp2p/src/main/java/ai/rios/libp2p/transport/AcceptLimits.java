package ai.rios.libp2p.transport;

import ai.rios.libp2p.resources.Bounds;

/**
 * How many connections that others begin may be set up at a time.
 *
 * @param pending that are being set up for one listener; further ones are turned away at once. 1 or more
 * @param pendingPerIp those of them from one IPv4 address or IPv6 network of /56, but loopback, and a quarter of those from
 *     one of /48; 1 or more
 * @param perSecond new connections in a second, counted likewise, in the long run; 1 or more
 * @param burst new connections at once, counted likewise; 1 or more
 */
public record AcceptLimits(int pending, int pendingPerIp, int perSecond, int burst) {
    /** 64 and 8 pending, 5 a second after 20 at once. */
    public static final AcceptLimits DEFAULTS = new AcceptLimits(64, 8, 5, 20);

    /** Refuses limits that allow nothing. */
    public AcceptLimits {
        Bounds.requirePositive("pending", pending);
        Bounds.requirePositive("pendingPerIp", pendingPerIp);
        Bounds.requirePositive("perSecond", perSecond);
        Bounds.requirePositive("burst", burst);
    }
}
