package ai.rios.libp2p.relay;

import ai.rios.libp2p.crypto.PeerId;
import java.util.Set;

/** Says who may use a relay, and how much. Thread-safe. */
@FunctionalInterface
public interface RelayAccess {
    /** How much a peer may. */
    enum Share {
        /** Neither a reservation nor a circuit. */
        DENIED,

        /** Circuits that are limited in time and bytes. */
        LIMITED,

        /** Circuits without a limit, to and from others who have this share. */
        UNLIMITED
    }

    /** Everybody, within limits. */
    RelayAccess STRANGERS = _ -> Share.LIMITED;

    /** How much this peer may. */
    Share of(PeerId peer);

    /** These peers without a limit, and nobody else. */
    static RelayAccess only(Set<PeerId> peers) {
        Set<PeerId> allowed = Set.copyOf(peers);
        return peer -> allowed.contains(peer) ? Share.UNLIMITED : Share.DENIED;
    }

    /** These peers without a limit, and everybody else within limits. */
    static RelayAccess unlimitedFor(Set<PeerId> peers) {
        Set<PeerId> allowed = Set.copyOf(peers);
        return peer -> allowed.contains(peer) ? Share.UNLIMITED : Share.LIMITED;
    }
}
