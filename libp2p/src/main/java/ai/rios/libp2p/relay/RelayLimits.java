package ai.rios.libp2p.relay;

import java.time.Duration;

/**
 * What a relay holds at most, and how long it waits.
 *
 * @param reservations in all; 1 or more
 * @param reservationsPerIp of peers at one IPv4 address, or one /64 of IPv6, but loopback; 1 or more
 * @param reservationTime how long one lasts unless it is renewed; 2 s or more
 * @param circuitsPerPeer that end or begin at one peer; 1 or more
 * @param circuits in all; 1 or more
 * @param circuit what a circuit has where one of its ends is a stranger
 * @param request until a peer has said what it wants; positive
 * @param stop until the peer with the reservation has answered; positive
 */
public record RelayLimits(
        int reservations,
        int reservationsPerIp,
        Duration reservationTime,
        int circuitsPerPeer,
        int circuits,
        CircuitLimit circuit,
        Duration request,
        Duration stop) {
    private static final Duration SHORTEST_RESERVATION = Duration.ofSeconds(2);

    /** 128 reservations, 8 an address, for 1 h; 16 circuits a peer, 512 in all, of 2 min and 128 KiB each way; 60 s and 60 s. */
    public static final RelayLimits DEFAULTS = new RelayLimits(
            128,
            8,
            Duration.ofHours(1),
            16,
            512,
            new CircuitLimit(Duration.ofMinutes(2), 128 * 1_024),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    /** Refuses limits that allow nothing. */
    public RelayLimits {
        if (Math.min(Math.min(reservations, reservationsPerIp), Math.min(circuitsPerPeer, circuits)) < 1) {
            throw new IllegalArgumentException("numbers of reservations and circuits must be 1 or more");
        }
        if (reservationTime.compareTo(SHORTEST_RESERVATION) < 0) {
            throw new IllegalArgumentException("a reservation lasts 2 s or more, not " + reservationTime);
        }
        if (!request.isPositive() || !stop.isPositive()) {
            throw new IllegalArgumentException("times must be positive, were " + request + " and " + stop);
        }
    }
}
