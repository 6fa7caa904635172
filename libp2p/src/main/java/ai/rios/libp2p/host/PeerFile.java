package ai.rios.libp2p.host;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.io.WholeFile;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of peers in a {@link WholeFile}, as a protobuf message with one field a peer.
 *
 * <pre>
 * File:    version 1, when it was saved 2, peer 3; times in milliseconds since 1970
 * Peer:    id 1, address 2, protocol 3, number of its last record and 1 4
 * Address: address 1, end 2, whether the peer itself told it 3
 * </pre>
 *
 * Thread-safe as long as one host writes to a folder.
 */
final class PeerFile {
    /** In the folder that is named. */
    static final String NAME = "peers";

    /** Bytes of a file that is read, at most. */
    static final int LONGEST = 64 << 20;

    private static final int VERSION = 1;

    private final WholeFile file;
    private final InstantSource clock;

    PeerFile(Path folder, InstantSource clock) {
        this.file = new WholeFile(folder.resolve(NAME), LONGEST);
        this.clock = clock;
    }

    /**
     * What was saved.
     *
     * @throws IOException as {@link WholeFile#load}
     */
    List<PeerStore.Entry> load() throws IOException {
        return file.load(bytes -> decode(bytes, clock.millis())).orElse(List.of());
    }

    void save(List<PeerStore.Entry> entries) throws IOException {
        file.save(encode(entries, clock.millis()));
    }

    static byte[] encode(List<PeerStore.Entry> entries, long nowMillis) {
        ProtoWriter out = new ProtoWriter().varint(1, VERSION).varint(2, nowMillis);
        for (PeerStore.Entry entry : entries) {
            ProtoWriter peer = new ProtoWriter().bytes(1, entry.peer().toBytes());
            entry.addresses().forEach(known -> peer.bytes(2, encode(known, nowMillis)));
            entry.protocols().forEach(protocol -> peer.text(3, protocol));
            out.bytes(3, peer.varint(4, entry.lastRecord() + 1).toBytes());
        }
        return out.toBytes();
    }

    private static byte[] encode(PeerStore.Kept known, long nowMillis) {
        return new ProtoWriter()
                .bytes(1, known.address().toBytes())
                .varint(2, nowMillis + known.left().toMillis())
                .varint(3, known.told() ? 1 : 0)
                .toBytes();
    }

    /**
     * Reads what was saved. Where the clock was turned back since, nothing holds for longer than it did then.
     *
     * @throws MalformedException when it is damaged, or of another version
     */
    static List<PeerStore.Entry> decode(byte[] bytes, long nowMillis) {
        long savedMillis = nowMillis;
        List<byte[]> peers = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> requireVersion(in.varint());
                case 2 -> savedMillis = in.varint();
                case 3 -> peers.add(in.bytes());
                default -> {}
            }
        }
        long now = Math.max(nowMillis, savedMillis);
        return peers.stream().map(peer -> peer(new ProtoReader(peer), now)).toList();
    }

    private static void requireVersion(long version) {
        if (version != VERSION) {
            throw new MalformedException("it is of version " + version + ", and not " + VERSION);
        }
    }

    private static PeerStore.Entry peer(ProtoReader in, long nowMillis) {
        Optional<PeerId> peer = Optional.empty();
        List<PeerStore.Kept> addresses = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        long lastRecord = -1;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> peer = Optional.of(PeerId.decode(in.bytes()));
                case 2 -> address(new ProtoReader(in.bytes()), nowMillis).ifPresent(addresses::add);
                case 3 -> protocols.add(in.text());
                case 4 -> lastRecord = in.varint() - 1;
                default -> {}
            }
        }
        return new PeerStore.Entry(
                peer.orElseThrow(() -> new MalformedException("a peer has no id")), addresses, protocols, lastRecord);
    }

    /** An address that still holds. */
    private static Optional<PeerStore.Kept> address(ProtoReader in, long nowMillis) {
        Optional<Multiaddr> address = Optional.empty();
        Duration left = Duration.ZERO;
        boolean told = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> address = Multiaddr.decodeIfKnown(in.bytes());
                case 2 -> left = Duration.ofMillis(in.varint() - nowMillis);
                case 3 -> told = in.varint() != 0;
                default -> {}
            }
        }
        if (address.isEmpty() || !left.isPositive()) {
            return Optional.empty();
        }
        return Optional.of(new PeerStore.Kept(address.get(), left, told));
    }
}
