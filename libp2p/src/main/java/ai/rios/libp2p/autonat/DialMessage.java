package ai.rios.libp2p.autonat;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the two ends of version 2 say to each other on the stream of a request. Immutable. */
sealed interface DialMessage {
    /** Bytes of a message that is read, at most. */
    int LONGEST = 8_192;

    /** Addresses of a request that are looked at, at most. */
    int MOST_ADDRESSES = 50;

    /** The client asks to be dialed, at the first address that the server can dial. */
    record Request(List<Optional<Multiaddr>> addresses, long nonce) implements DialMessage {
        /** Keeps as many as are looked at; those that cannot be read keep their places. */
        public Request {
            addresses = addresses.stream().limit(MOST_ADDRESSES).toList();
        }

        static Request of(List<Multiaddr> addresses, long nonce) {
            return new Request(addresses.stream().map(Optional::of).toList(), nonce);
        }
    }

    /** The server wants as many bytes before it dials the address of this place. */
    record DataRequest(long address, long bytes) implements DialMessage {}

    /** Some of these bytes; what they are does not matter. */
    record Data(int length) implements DialMessage {}

    /**
     * What came of it.
     *
     * @param address the place of the address that was dialed
     * @param dial what came of that, where {@code answer} is OK
     */
    record Response(Answer answer, long address, Dialed dial) implements DialMessage {}

    /** What the server says to a request. */
    enum Answer {
        /** The server failed. */
        INTERNAL_ERROR(0),

        /** It does not take the request now. */
        REJECTED(100),

        /** It dials none of the addresses. */
        REFUSED(101),

        /** It dialed. */
        OK(200);

        private final int code;

        Answer(int code) {
            this.code = code;
        }

        private static Answer of(long code) {
            return Arrays.stream(values())
                    .filter(answer -> answer.code == code)
                    .findFirst()
                    .orElseThrow(() -> new MalformedException("no answer has code " + Long.toUnsignedString(code)));
        }
    }

    /** What came of a dial. */
    enum Dialed {
        /** There was none. */
        UNUSED(0),

        /** No connection came about. */
        DIAL_ERROR(100),

        /** A connection came about, and the nonce was not told on it. */
        DIAL_BACK_ERROR(101),

        /** The nonce was told. */
        OK(200);

        private final int code;

        Dialed(int code) {
            this.code = code;
        }

        private static Dialed of(long code) {
            return Arrays.stream(values())
                    .filter(dialed -> dialed.code == code)
                    .findFirst()
                    .orElseThrow(() -> new MalformedException("no dial ends with " + Long.toUnsignedString(code)));
        }
    }

    /** The message in bytes. */
    default byte[] encode() {
        ProtoWriter inner = new ProtoWriter();
        int kind = switch (this) {
            case Request(List<Optional<Multiaddr>> addresses, long nonce) -> {
                addresses.forEach(address ->
                        inner.bytes(1, address.map(Multiaddr::toBytes).orElse(new byte[0])));
                inner.fixed64(2, nonce);
                yield 1;
            }
            case Response(Answer answer, long address, Dialed dial) -> {
                inner.varint(1, answer.code).varint(2, address).varint(3, dial.code);
                yield 2;
            }
            case DataRequest(long address, long bytes) -> {
                inner.varint(1, address).varint(2, bytes);
                yield 3;
            }
            case Data(int length) -> {
                inner.bytes(1, new byte[length]);
                yield 4;
            }
        };
        return new ProtoWriter().bytes(kind, inner.toBytes()).toBytes();
    }

    /**
     * Reads a message; where it says several things the last one counts.
     *
     * @throws MalformedException when it is none
     */
    static DialMessage decode(byte[] message) {
        Optional<DialMessage> told = Optional.empty();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> told = Optional.of(request(new ProtoReader(in.bytes())));
                case 2 -> told = Optional.of(response(new ProtoReader(in.bytes())));
                case 3 -> told = Optional.of(dataRequest(new ProtoReader(in.bytes())));
                case 4 -> told = Optional.of(data(new ProtoReader(in.bytes())));
                default -> {}
            }
        }
        return told.orElseThrow(() -> new MalformedException("a message says nothing"));
    }

    private static Request request(ProtoReader in) {
        List<Optional<Multiaddr>> addresses = new ArrayList<>();
        long nonce = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> addresses.add(Multiaddr.decodeIfKnown(in.bytes()).map(Multiaddr::withoutPeer));
                case 2 -> nonce = in.fixed64();
                default -> {}
            }
        }
        return new Request(addresses, nonce);
    }

    private static Response response(ProtoReader in) {
        long answer = 0;
        long address = 0;
        long dial = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> answer = in.varint();
                case 2 -> address = in.varint();
                case 3 -> dial = in.varint();
                default -> {}
            }
        }
        return new Response(Answer.of(answer), address, Dialed.of(dial));
    }

    private static DataRequest dataRequest(ProtoReader in) {
        long address = 0;
        long bytes = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> address = in.varint();
                case 2 -> bytes = in.varint();
                default -> {}
            }
        }
        return new DataRequest(address, bytes);
    }

    private static Data data(ProtoReader in) {
        int length = 0;
        while (in.next()) {
            if (in.field() == 1) {
                length = in.bytes().length;
            }
        }
        return new Data(length);
    }
}
