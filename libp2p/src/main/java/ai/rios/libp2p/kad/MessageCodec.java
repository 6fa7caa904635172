package ai.rios.libp2p.kad;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages as protobuf writes them, within bounds that every implementation takes. Stateless.
 *
 * <pre>
 * Message: type 1, key 2, closer peers 8, providers 9; a value record (3) and the cluster level (10) are passed over
 * Peer:    id 1, addresses 2, connection 3 (0 not connected, 1 connected)
 * </pre>
 */
final class MessageCodec {
    /** Bytes of a message that is read, at most. */
    static final int LONGEST_READ = 64 * 1_024;

    /** Bytes of a message that is written, at most: rust-libp2p reads 16 KiB. */
    static final int LONGEST_WRITTEN = 16_000;

    /** Peers of each kind that are taken from one message; the others are passed over. */
    static final int MOST_PEERS = 40;

    /** Addresses of a peer, at most. */
    static final int MOST_ADDRESSES = 8;

    /** Bytes of all addresses of a peer, at most. */
    static final int MOST_ADDRESS_BYTES = 512;

    private static final int CLOSER = 8;
    private static final int PROVIDERS = 9;
    private static final int CONNECTED = 1;

    private MessageCodec() {}

    /**
     * The message, with as many of its peers as there is room for: providers before closer peers, the first ones before the
     * last.
     */
    static byte[] encode(Message message) {
        int left = LONGEST_WRITTEN - head(message).toBytes().length;
        List<byte[]> providers = fitting(message.providers(), left);
        left -= providers.stream().mapToInt(MessageCodec::sizeOf).sum();
        List<byte[]> closer = fitting(message.closer(), left);
        ProtoWriter out = head(message);
        closer.forEach(peer -> out.bytes(CLOSER, peer));
        providers.forEach(peer -> out.bytes(PROVIDERS, peer));
        return out.toBytes();
    }

    private static ProtoWriter head(Message message) {
        ProtoWriter out = new ProtoWriter().varint(1, message.type().code());
        return message.key().isEmpty() ? out : out.bytes(2, message.key().toBytes());
    }

    private static List<byte[]> fitting(List<KadPeer> peers, int room) {
        List<byte[]> fitting = new ArrayList<>();
        int left = room;
        for (KadPeer peer : peers.subList(0, Math.min(peers.size(), MOST_PEERS))) {
            byte[] encoded = encode(peer);
            left -= sizeOf(encoded);
            if (left < 0) {
                break;
            }
            fitting.add(encoded);
        }
        return fitting;
    }

    /** With one byte for the field, and its length, which is less than 16,384. */
    private static int sizeOf(byte[] peer) {
        return peer.length + (peer.length < 128 ? 2 : 3);
    }

    private static byte[] encode(KadPeer peer) {
        ProtoWriter out = new ProtoWriter().bytes(1, peer.id().toBytes());
        bounded(peer.addresses()).forEach(address -> out.bytes(2, address.toBytes()));
        if (peer.connected()) {
            out.varint(3, CONNECTED);
        }
        return out.toBytes();
    }

    /** The first ones, within the bounds of a peer. */
    static List<Multiaddr> bounded(List<Multiaddr> addresses) {
        List<Multiaddr> bounded = new ArrayList<>();
        int left = MOST_ADDRESS_BYTES;
        for (Multiaddr address : addresses) {
            int size = address.toBytes().length;
            if (size <= left && bounded.size() < MOST_ADDRESSES) {
                bounded.add(address);
                left -= size;
            }
        }
        return bounded;
    }

    /**
     * Reads a message. Peers and addresses that cannot be read are passed over, as are those beyond the bounds.
     *
     * @throws MalformedException when it is none, or of a type that is not known
     */
    static Message decode(byte[] bytes) {
        long type = 0;
        Key key = Key.NONE;
        List<KadPeer> closer = new ArrayList<>();
        List<KadPeer> providers = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = in.varint();
                case 2 -> key = new Key(in.bytes());
                case CLOSER -> addPeer(closer, in);
                case PROVIDERS -> addPeer(providers, in);
                default -> {}
            }
        }
        return new Message(Message.Type.of(type), key, closer, providers);
    }

    private static void addPeer(List<KadPeer> peers, ProtoReader in) {
        if (peers.size() < MOST_PEERS) {
            decodePeer(in.bytes()).ifPresent(peers::add);
        }
    }

    private static Optional<KadPeer> decodePeer(byte[] bytes) {
        Optional<PeerId> id = Optional.empty();
        List<Multiaddr> addresses = new ArrayList<>();
        boolean connected = false;
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = decodeId(in.bytes());
                case 2 -> addAddress(addresses, in);
                case 3 -> connected = in.varint() == CONNECTED;
                default -> {}
            }
        }
        List<Multiaddr> bounded = bounded(addresses);
        boolean told = connected;
        return id.map(peer -> new KadPeer(peer, bounded, told));
    }

    /** A peer whose key is of a kind that this module cannot name is nobody whom it could talk to. */
    private static Optional<PeerId> decodeId(byte[] bytes) {
        try {
            return Optional.of(PeerId.decode(bytes));
        } catch (MalformedException unknown) {
            return Optional.empty();
        }
    }

    private static void addAddress(List<Multiaddr> addresses, ProtoReader in) {
        if (addresses.size() < MOST_ADDRESSES) {
            Multiaddr.decodeIfKnown(in.bytes()).map(Multiaddr::withoutPeer).ifPresent(addresses::add);
        }
    }
}
