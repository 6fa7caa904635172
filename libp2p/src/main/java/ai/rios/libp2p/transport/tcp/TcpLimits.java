package ai.rios.libp2p.transport.tcp;

import ai.rios.libp2p.transport.AcceptLimits;
import java.time.Duration;

/**
 * How long things may take over TCP, and how many may be under way.
 *
 * @param connect until the other machine answers; positive
 * @param setUp from the connected socket to the multiplexed connection, at either end; positive
 * @param pending connections that are being set up for one listener; further ones are closed at once. 1 or more
 * @param pendingPerIp those of them from one IPv4 address or IPv6 network of /56, but loopback, and a quarter of those from
 *     one of /48; 1 or more
 * @param perSecond new connections in a second, counted likewise, in the long run; 1 or more
 * @param burst new connections at once, counted likewise; 1 or more
 */
public record TcpLimits(Duration connect, Duration setUp, int pending, int pendingPerIp, int perSecond, int burst) {
    /** 5 s, 10 s, 64 and 8 pending, 5 a second after 20 at once. */
    public static final TcpLimits DEFAULTS = new TcpLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 64, 8, 5, 20);

    /** Refuses limits that allow nothing. */
    public TcpLimits {
        if (!connect.isPositive() || !setUp.isPositive()) {
            throw new IllegalArgumentException("times must be positive, were " + connect + " and " + setUp);
        }
        if (Math.min(Math.min(pending, pendingPerIp), Math.min(perSecond, burst)) < 1) {
            throw new IllegalArgumentException("numbers of connections must be 1 or more");
        }
    }

    /** The part of them that is about how many come. */
    public AcceptLimits accepting() {
        return new AcceptLimits(pending, pendingPerIp, perSecond, burst);
    }
}
