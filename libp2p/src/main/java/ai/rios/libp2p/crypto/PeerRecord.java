package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a peer says that it is to be found (RFC 0003 of libp2p); it travels signed. Immutable.
 *
 * @param peer whose addresses they are
 * @param seq grows with every record of a peer; an unsigned number that means nothing else
 * @param addresses may be empty
 */
public record PeerRecord(PeerId peer, long seq, List<Multiaddr> addresses) {
    private static final String DOMAIN = "libp2p-peer-record";
    private static final byte[] TYPE = {3, 1};

    /** Keeps a copy of the addresses. */
    public PeerRecord {
        addresses = List.copyOf(addresses);
    }

    /**
     * The record in an envelope of its peer.
     *
     * @param key that of the record's peer
     */
    public SignedEnvelope seal(PrivateKey key) {
        if (!PeerId.of(key.publicKey()).equals(peer)) {
            throw new IllegalArgumentException("a peer signs its own records only");
        }
        return SignedEnvelope.seal(key, DOMAIN, TYPE, encode());
    }

    /**
     * Takes a record out of its envelope. Addresses that cannot be read are passed over.
     *
     * @throws MalformedException when the envelope does not hold, or another peer signed it than the one that it is about
     */
    public static PeerRecord open(byte[] envelope) {
        SignedEnvelope opened = SignedEnvelope.open(envelope, DOMAIN, TYPE);
        PeerRecord told = decode(opened.payload());
        if (!told.peer.equals(PeerId.of(opened.signer()))) {
            throw new MalformedException("a peer record is signed by another peer");
        }
        return told;
    }

    private byte[] encode() {
        ProtoWriter out = new ProtoWriter().bytes(1, peer.toBytes()).varint(2, seq);
        for (Multiaddr address : addresses) {
            out.bytes(3, new ProtoWriter().bytes(1, address.toBytes()).toBytes());
        }
        return out.toBytes();
    }

    private static PeerRecord decode(byte[] bytes) {
        Optional<PeerId> peer = Optional.empty();
        long seq = 0;
        List<byte[]> addresses = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> peer = Optional.of(PeerId.decode(in.bytes()));
                case 2 -> seq = in.varint();
                case 3 -> addresses.add(address(in.bytes()));
                default -> {}
            }
        }
        return new PeerRecord(
                peer.orElseThrow(() -> new MalformedException("a peer record names no peer")),
                seq,
                Multiaddr.decodeKnown(addresses));
    }

    private static byte[] address(byte[] info) {
        byte[] address = {};
        ProtoReader in = new ProtoReader(info);
        while (in.next()) {
            if (in.field() == 1) {
                address = in.bytes();
            }
        }
        return address;
    }
}
