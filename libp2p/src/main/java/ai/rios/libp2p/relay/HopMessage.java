package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.Optional;

/** What peers and relays say to each other. Every message has its kind written, also where that is 0. */
sealed interface HopMessage {
    /** A peer asks for a reservation. */
    record Reserve() implements HopMessage {}

    /** A peer asks for a circuit to another one. */
    record Connect(PeerId target) implements HopMessage {}

    /** The relay answers. */
    record Answer(RelayStatus status, Optional<Granted> reservation, Optional<CircuitLimit> limit)
            implements HopMessage {
        static Answer of(RelayStatus status) {
            return new Answer(status, Optional.empty(), Optional.empty());
        }
    }

    /** The message in bytes. */
    default byte[] encode() {
        ProtoWriter out = new ProtoWriter();
        switch (this) {
            case Reserve _ -> out.varint(1, 0);
            case Connect(PeerId target) -> out.varint(1, 1).bytes(2, PeerField.encode(target));
            case Answer(RelayStatus status, Optional<Granted> reservation, Optional<CircuitLimit> limit) -> {
                out.varint(1, 2);
                reservation.ifPresent(granted -> out.bytes(3, granted.encode()));
                limit.ifPresent(most -> out.bytes(4, most.encode()));
                out.varint(5, status.code());
            }
        }
        return out.toBytes();
    }

    /**
     * Reads a message.
     *
     * @throws MalformedException when it is none, or lacks what its kind needs
     */
    static HopMessage decode(byte[] bytes) {
        Optional<Long> kind = Optional.empty();
        Optional<PeerId> peer = Optional.empty();
        Optional<Granted> reservation = Optional.empty();
        Optional<CircuitLimit> limit = Optional.empty();
        Optional<Long> status = Optional.empty();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> kind = Optional.of(in.varint());
                case 2 -> peer = Optional.of(PeerField.decode(in.bytes()));
                case 3 -> reservation = Optional.of(Granted.decode(in.bytes()));
                case 4 -> limit = Optional.of(CircuitLimit.decode(in.bytes()));
                case 5 -> status = Optional.of(in.varint());
                default -> {}
            }
        }
        long type = RelayProtocol.need(kind, "type");
        if (type == 0) {
            return new Reserve();
        }
        if (type == 1) {
            return new Connect(peer.orElseThrow(() -> new MalformedException("a circuit leads to no peer")));
        }
        if (type == 2) {
            return new Answer(RelayStatus.ofCode(RelayProtocol.need(status, "status")), reservation, limit);
        }
        throw new MalformedException("a hop message has no type " + Long.toUnsignedString(type));
    }
}
