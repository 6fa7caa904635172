package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multiaddr.Component;
import ai.rios.libp2p.multiformats.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two protocols of a relay, and what their addresses and messages have in common. Stateless. */
public final class RelayProtocol {
    /** What peers speak to a relay. */
    public static final String HOP_ID = "/libp2p/circuit/relay/0.2.0/hop";

    /** What a relay speaks to peers. */
    public static final String STOP_ID = "/libp2p/circuit/relay/0.2.0/stop";

    /** Bytes of a message, at most. */
    public static final int LONGEST_MESSAGE = 4_096;

    private RelayProtocol() {}

    /** Over {@code relay}, which is reached at {@code address}: {@code ADDRESS/p2p/RELAY/p2p-circuit}. */
    static Multiaddr circuit(Multiaddr address, PeerId relay) {
        List<Component> parts =
                new ArrayList<>(address.withPeer(relay.multihash()).components());
        parts.add(new Component(Protocol.P2P_CIRCUIT, ""));
        return Multiaddr.of(parts);
    }

    /**
     * The relay's own address, with the relay at its end, of {@code ADDRESS/p2p/RELAY/p2p-circuit}. Empty where it is
     * something else, or the relay is to be reached over another one.
     */
    static Optional<Multiaddr> relay(Multiaddr circuit) {
        if (circuit.components().getLast().protocol() != Protocol.P2P_CIRCUIT) {
            return Optional.empty();
        }
        return circuit.decapsulate(Protocol.P2P_CIRCUIT)
                .filter(relay -> !relay.isCircuit() && relay.components().size() > 1)
                .filter(relay -> PeerId.in(relay).isPresent());
    }

    /** The number of a field that must be there. */
    static long need(Optional<Long> number, String name) {
        return number.orElseThrow(() -> new MalformedException("a relay message has no " + name));
    }
}
