package ai.rios.libp2p.dcutr;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the two ends say to each other. Immutable.
 *
 * @param kind what it is
 * @param addresses where the sender is seen, at most {@link #MOST_ADDRESSES}
 */
record PunchMessage(Kind kind, List<Multiaddr> addresses) {
    /** Bytes of a message, at most. */
    static final int LONGEST = 4_096;

    /** Addresses that are told and used, at most. */
    static final int MOST_ADDRESSES = 8;

    /** The kinds of messages. */
    enum Kind {
        /** Where the sender may be dialed. */
        CONNECT(100),

        /** Go. */
        SYNC(300);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(long code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedException("a punch message has no type " + Long.toUnsignedString(code));
        }
    }

    PunchMessage {
        addresses = addresses.stream().limit(MOST_ADDRESSES).toList();
    }

    byte[] encode() {
        ProtoWriter out = new ProtoWriter().varint(1, kind.code);
        addresses.forEach(address -> out.bytes(2, address.toBytes()));
        return out.toBytes();
    }

    /**
     * Reads a message; addresses that cannot be read are passed over, as are circuits.
     *
     * @throws MalformedException when it is none, or of no kind
     */
    static PunchMessage decode(byte[] message) {
        Optional<Kind> kind = Optional.empty();
        List<byte[]> addresses = new ArrayList<>();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> kind = Optional.of(Kind.of(in.varint()));
                case 2 -> addresses.add(in.bytes());
                default -> {}
            }
        }
        return new PunchMessage(
                kind.orElseThrow(() -> new MalformedException("a punch message has no type")),
                Multiaddr.decodeKnown(addresses).stream()
                        .filter(address -> !address.isCircuit())
                        .map(Multiaddr::withoutPeer)
                        .toList());
    }
}
