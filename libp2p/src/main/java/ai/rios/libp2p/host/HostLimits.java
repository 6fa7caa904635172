package ai.rios.libp2p.host;

import java.time.Duration;

/**
 * What a host holds at most, and how long it waits.
 *
 * @param connections in all, of which others open three quarters at most; 1 or more
 * @param connectionsPerPeer with one peer; 1 or more
 * @param connectionsPerIp that one IPv4 address or IPv6 network of /56 opened, but loopback, and a quarter of those that one
 *     of /48 did; 1 or more
 * @param streamsPerConnection that a peer has open on one connection and that are being served; 1 or more
 * @param negotiationsPerConnection streams of a peer whose protocol is being agreed on; others wait. 1 or more
 * @param negotiation until the protocol of a stream is agreed on; positive
 * @param dial until a connection to a peer has come about, by whichever address; positive
 * @param dialsPerPeer addresses of one peer that are tried at the same time; 1 or more
 * @param grace how long {@link Host#close()} waits for streams that are being served; not negative
 */
public record HostLimits(
        int connections,
        int connectionsPerPeer,
        int connectionsPerIp,
        int streamsPerConnection,
        int negotiationsPerConnection,
        Duration negotiation,
        Duration dial,
        int dialsPerPeer,
        Duration grace) {
    /** 1,024 connections, 4 a peer, 16 an IP address; 256 streams a connection, 64 negotiating for 10 s; 60 s and 8 dials; 2 s grace. */
    public static final HostLimits DEFAULTS = new HostLimits(
            1_024, 4, 16, 256, 64, Duration.ofSeconds(10), Duration.ofSeconds(60), 8, Duration.ofSeconds(2));

    /** The same with another number of connections in all. */
    public HostLimits withConnections(int most) {
        return new HostLimits(
                most,
                connectionsPerPeer,
                connectionsPerIp,
                streamsPerConnection,
                negotiationsPerConnection,
                negotiation,
                dial,
                dialsPerPeer,
                grace);
    }

    /** How many of so many connections others may have opened. */
    static int inboundShare(int connections) {
        return (int) Math.max(1, connections * 3L / 4);
    }

    /** Refuses limits that allow nothing. */
    public HostLimits {
        int least = Math.min(Math.min(connections, connectionsPerPeer), Math.min(connectionsPerIp, dialsPerPeer));
        if (Math.min(least, Math.min(streamsPerConnection, negotiationsPerConnection)) < 1) {
            throw new IllegalArgumentException("numbers of connections, streams and dials must be 1 or more");
        }
        if (!negotiation.isPositive() || !dial.isPositive() || grace.isNegative()) {
            throw new IllegalArgumentException("times must be positive");
        }
    }
}
