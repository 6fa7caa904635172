package ai.rios.libp2p.relay;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a relay promised this host. Immutable.
 *
 * @param relay which relay
 * @param expires when it ends unless it is renewed
 * @param addresses where this host is reached over the relay, without a peer at the end: {@code …/p2p/RELAY/p2p-circuit};
 *     at least one
 * @param limit what each circuit may have; empty is any time and number of bytes
 */
public record Reservation(PeerId relay, Instant expires, List<Multiaddr> addresses, Optional<CircuitLimit> limit) {
    /** Keeps a copy of the addresses. */
    public Reservation {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a reservation has an address");
        }
    }
}
