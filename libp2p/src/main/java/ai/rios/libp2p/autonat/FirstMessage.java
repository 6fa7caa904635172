package ai.rios.libp2p.autonat;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the two ends of version 1 say to each other. Immutable. */
sealed interface FirstMessage {
    /** Bytes of a message that is read, at most. */
    int LONGEST = 8_192;

    /** Addresses that are told and looked at, at most. */
    int MOST_ADDRESSES = 16;

    /**
     * The client asks to be dialed.
     *
     * @param peer who it says that it is, where it says so
     */
    record Dial(Optional<PeerId> peer, List<Multiaddr> addresses) implements FirstMessage {
        /** Keeps as many addresses as are looked at. */
        public Dial {
            addresses = addresses.stream().limit(MOST_ADDRESSES).toList();
        }
    }

    /**
     * The server answers.
     *
     * @param address where it reached the client, if it did
     */
    record Answer(Status status, Optional<Multiaddr> address) implements FirstMessage {
        static Answer of(Status status) {
            return new Answer(status, Optional.empty());
        }
    }

    /** What the server says. Every message has it written, also where its code is 0. */
    enum Status {
        /** It reached the client. */
        OK(0),

        /** It did not. */
        DIAL_ERROR(100),

        /** It does not dial. */
        DIAL_REFUSED(101),

        /** The request makes no sense. */
        BAD_REQUEST(200),

        /** The server failed. */
        INTERNAL_ERROR(300);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        private static Status of(long code) {
            return Arrays.stream(values())
                    .filter(status -> status.code == code)
                    .findFirst()
                    .orElseThrow(() -> new MalformedException("no status has code " + Long.toUnsignedString(code)));
        }
    }

    /** The message in bytes. */
    default byte[] encode() {
        ProtoWriter inner = new ProtoWriter();
        return switch (this) {
            case Dial(Optional<PeerId> peer, List<Multiaddr> addresses) -> {
                peer.ifPresent(id -> inner.bytes(1, id.toBytes()));
                addresses.forEach(address -> inner.bytes(2, address.toBytes()));
                yield new ProtoWriter()
                        .varint(1, 0)
                        .bytes(2, new ProtoWriter().bytes(1, inner.toBytes()).toBytes())
                        .toBytes();
            }
            case Answer(Status status, Optional<Multiaddr> address) -> {
                inner.varint(1, status.code);
                address.ifPresent(reached -> inner.bytes(3, reached.toBytes()));
                yield new ProtoWriter().varint(1, 1).bytes(3, inner.toBytes()).toBytes();
            }
        };
    }

    /**
     * Reads a message; addresses that cannot be read are passed over.
     *
     * @throws MalformedException when it is none, or lacks what its kind needs
     */
    static FirstMessage decode(byte[] message) {
        Optional<Long> kind = Optional.empty();
        Optional<Dial> dial = Optional.empty();
        Optional<Answer> answer = Optional.empty();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> kind = Optional.of(in.varint());
                case 2 -> dial = dial(new ProtoReader(in.bytes()));
                case 3 -> answer = Optional.of(answer(new ProtoReader(in.bytes())));
                default -> {}
            }
        }
        long type = kind.orElseThrow(() -> new MalformedException("a message has no type"));
        if (type == 0) {
            return dial.orElseThrow(() -> new MalformedException("a request to dial names no peer"));
        }
        if (type == 1) {
            return answer.orElseThrow(() -> new MalformedException("an answer says nothing"));
        }
        throw new MalformedException("a message has no type " + Long.toUnsignedString(type));
    }

    private static Optional<Dial> dial(ProtoReader in) {
        Optional<Dial> dial = Optional.empty();
        while (in.next()) {
            if (in.field() == 1) {
                dial = Optional.of(peer(new ProtoReader(in.bytes())));
            }
        }
        return dial;
    }

    private static Dial peer(ProtoReader in) {
        Optional<PeerId> peer = Optional.empty();
        List<byte[]> addresses = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> peer = Optional.of(PeerId.decode(in.bytes()));
                case 2 -> addresses.add(in.bytes());
                default -> {}
            }
        }
        return new Dial(
                peer,
                Multiaddr.decodeKnown(addresses).stream()
                        .map(Multiaddr::withoutPeer)
                        .toList());
    }

    private static Answer answer(ProtoReader in) {
        Optional<Status> status = Optional.empty();
        Optional<Multiaddr> address = Optional.empty();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> status = Optional.of(Status.of(in.varint()));
                case 3 -> address = Multiaddr.decodeIfKnown(in.bytes()).map(Multiaddr::withoutPeer);
                default -> {}
            }
        }
        return new Answer(status.orElseThrow(() -> new MalformedException("an answer has no status")), address);
    }
}
