package ai.rios.libp2p.identify;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a peer tells of itself, in one or several messages that are put together (identify/README.md of the specifications).
 * What is not told is empty; in a push that means unchanged. Immutable.
 *
 * @param publicKey its key
 * @param listenAddresses where it says that it listens, at most {@link #MOST_ADDRESSES}; those that cannot be read are left
 *     out
 * @param protocols what it serves, at most {@link #MOST_PROTOCOLS}
 * @param observedAddress where it sees this end, without a peer
 * @param protocolVersion free text
 * @param agentVersion free text
 * @param record its addresses as it signed them
 */
public record IdentifyMessage(
        Optional<PublicKey> publicKey,
        List<Multiaddr> listenAddresses,
        List<String> protocols,
        Optional<Multiaddr> observedAddress,
        Optional<String> protocolVersion,
        Optional<String> agentVersion,
        Optional<PeerRecord> record) {
    /** Addresses of one peer that are kept, at most. */
    public static final int MOST_ADDRESSES = 500;

    /** Protocols of one peer that are kept, at most. */
    public static final int MOST_PROTOCOLS = 1_024;

    /** Nothing told yet. */
    static final IdentifyMessage NOTHING = new IdentifyMessage(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Keeps copies, within the bounds. */
    public IdentifyMessage {
        listenAddresses = listenAddresses.stream().limit(MOST_ADDRESSES).toList();
        protocols = protocols.stream().limit(MOST_PROTOCOLS).toList();
    }

    /** The addresses to use, without the peer's id: those that are signed, where there are such. */
    public List<Multiaddr> addresses() {
        return record.map(PeerRecord::addresses)
                .map(signed -> signed.stream().map(Multiaddr::withoutPeer).toList())
                .orElse(listenAddresses);
    }

    /** This message, and what {@code next} adds to it or tells anew. */
    IdentifyMessage and(IdentifyMessage next) {
        return new IdentifyMessage(
                next.publicKey.or(() -> publicKey),
                joined(listenAddresses, next.listenAddresses),
                joined(protocols, next.protocols),
                next.observedAddress.or(() -> observedAddress),
                next.protocolVersion.or(() -> protocolVersion),
                next.agentVersion.or(() -> agentVersion),
                next.record.or(() -> record));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * Reads one message of {@code from}. A record that does not hold is left out, as is an observed address that cannot be
     * read.
     *
     * @throws MalformedException when it is no message, or tells another peer's key
     */
    static IdentifyMessage decode(byte[] bytes, PeerId from) {
        List<byte[]> addresses = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes);
        Optional<PublicKey> key = Optional.empty();
        Optional<Multiaddr> observed = Optional.empty();
        Optional<String> protocolVersion = Optional.empty();
        Optional<String> agentVersion = Optional.empty();
        Optional<PeerRecord> record = Optional.empty();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = Optional.of(PublicKey.decode(in.bytes()));
                case 2 -> addresses.add(in.bytes());
                case 3 -> protocols.add(in.text());
                case 4 -> observed = Multiaddr.decodeIfKnown(in.bytes()).map(Multiaddr::withoutPeer);
                case 5 -> protocolVersion = Optional.of(in.text());
                case 6 -> agentVersion = Optional.of(in.text());
                case 8 -> record = recordOf(in.bytes(), from);
                default -> {}
            }
        }
        if (key.isPresent() && !PeerId.of(key.get()).equals(from)) {
            throw new MalformedException("peer " + from + " tells the key of another one");
        }
        return new IdentifyMessage(
                key,
                Multiaddr.decodeKnown(addresses).stream()
                        .map(Multiaddr::withoutPeer)
                        .toList(),
                protocols,
                observed,
                protocolVersion,
                agentVersion,
                record);
    }

    private static Optional<PeerRecord> recordOf(byte[] envelope, PeerId from) {
        try {
            return Optional.of(PeerRecord.open(envelope))
                    .filter(told -> told.peer().equals(from));
        } catch (MalformedException doesNotHold) {
            return Optional.empty();
        }
    }

    /** What this end tells: all but the record. */
    byte[] encode() {
        ProtoWriter out = new ProtoWriter();
        publicKey.ifPresent(key -> out.bytes(1, key.encode()));
        listenAddresses.forEach(address -> out.bytes(2, address.toBytes()));
        protocols.forEach(protocol -> out.text(3, protocol));
        observedAddress.ifPresent(address -> out.bytes(4, address.toBytes()));
        protocolVersion.ifPresent(text -> out.text(5, text));
        agentVersion.ifPresent(text -> out.text(6, text));
        return out.toBytes();
    }
}
