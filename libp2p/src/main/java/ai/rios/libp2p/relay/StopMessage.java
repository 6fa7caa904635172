package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.Optional;

/** What a relay and the peer with a reservation say to each other. Every message has its kind written, also where that is 0. */
sealed interface StopMessage {
    /** The relay brings a circuit from another peer. */
    record Connect(PeerId source, Optional<CircuitLimit> limit) implements StopMessage {}

    /** The peer answers. */
    record Answer(RelayStatus status) implements StopMessage {}

    /** The message in bytes. */
    default byte[] encode() {
        ProtoWriter out = new ProtoWriter();
        switch (this) {
            case Connect(PeerId source, Optional<CircuitLimit> limit) -> {
                out.varint(1, 0).bytes(2, PeerField.encode(source));
                limit.ifPresent(most -> out.bytes(3, most.encode()));
            }
            case Answer(RelayStatus status) -> out.varint(1, 1).varint(4, status.code());
        }
        return out.toBytes();
    }

    /**
     * Reads a message.
     *
     * @throws MalformedException when it is none, or lacks what its kind needs
     */
    static StopMessage decode(byte[] bytes) {
        Optional<Long> kind = Optional.empty();
        Optional<PeerId> peer = Optional.empty();
        Optional<CircuitLimit> limit = Optional.empty();
        Optional<Long> status = Optional.empty();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> kind = Optional.of(in.varint());
                case 2 -> peer = Optional.of(PeerField.decode(in.bytes()));
                case 3 -> limit = Optional.of(CircuitLimit.decode(in.bytes()));
                case 4 -> status = Optional.of(in.varint());
                default -> {}
            }
        }
        long type = RelayProtocol.need(kind, "type");
        if (type == 0) {
            return new Connect(peer.orElseThrow(() -> new MalformedException("a circuit comes from no peer")), limit);
        }
        if (type == 1) {
            return new Answer(RelayStatus.ofCode(RelayProtocol.need(status, "status")));
        }
        throw new MalformedException("a stop message has no type " + Long.toUnsignedString(type));
    }
}
