package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.SignedEnvelope;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reservation as it stands in a message. Immutable.
 *
 * @param expires when it ends
 * @param addresses of the relay, as it tells them, with the relay at their ends
 * @param voucher the envelope's bytes, not looked at yet; read only
 */
record Granted(Instant expires, List<Multiaddr> addresses, Optional<ByteBuffer> voucher) {
    Granted {
        addresses = List.copyOf(addresses);
    }

    static Granted of(Instant expires, List<Multiaddr> addresses, SignedEnvelope voucher) {
        return new Granted(
                expires,
                addresses,
                Optional.of(ByteBuffer.wrap(voucher.toBytes()).asReadOnlyBuffer()));
    }

    /**
     * The voucher, where there is one.
     *
     * @throws MalformedException when it is not signed by the relay that it names
     */
    Optional<Voucher> opened() {
        return voucher.map(Granted::bytes).map(Voucher::open);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    byte[] encode() {
        ProtoWriter out = new ProtoWriter().varint(1, expires.getEpochSecond());
        addresses.forEach(address -> out.bytes(2, address.toBytes()));
        voucher.ifPresent(envelope -> out.bytes(3, bytes(envelope)));
        return out.toBytes();
    }

    static Granted decode(byte[] message) {
        Optional<Long> expires = Optional.empty();
        List<byte[]> addresses = new ArrayList<>();
        Optional<ByteBuffer> voucher = Optional.empty();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> expires = Optional.of(in.varint());
                case 2 -> addresses.add(in.bytes());
                case 3 -> voucher = Optional.of(ByteBuffer.wrap(in.bytes()).asReadOnlyBuffer());
                default -> {}
            }
        }
        return new Granted(
                Voucher.moment(RelayProtocol.need(expires, "end of the reservation")),
                Multiaddr.decodeKnown(addresses),
                voucher);
    }
}
