package ai.rios.libp2p.kad;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.WholeFile;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
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
 * Provider records in a {@link WholeFile}, as a protobuf message with one field a record.
 *
 * <pre>
 * File:   version 1, record 2
 * Record: key 1, provider 2, addresses 3, end 4, end of the addresses 5; both ends in milliseconds since 1970
 * </pre>
 *
 * Thread-safe as long as one node writes to a folder.
 */
final class ProviderFile {
    /** In the folder that is named. */
    static final String NAME = "providers";

    /** Bytes of a file that is read, at most. */
    static final int LONGEST = 64 << 20;

    private static final int VERSION = 1;

    private final WholeFile file;
    private final InstantSource clock;

    ProviderFile(Path folder, InstantSource clock) {
        this.file = new WholeFile(folder.resolve(NAME), LONGEST);
        this.clock = clock;
    }

    /**
     * What was saved and still holds.
     *
     * @throws IOException as {@link WholeFile#load}
     */
    List<ProviderStore.Entry> load() throws IOException {
        return file.load(bytes -> decode(bytes, clock.millis())).orElse(List.of());
    }

    /** Puts the records there, whole or not at all. */
    void save(List<ProviderStore.Entry> entries) throws IOException {
        file.save(encode(entries, clock.millis()));
    }

    static byte[] encode(List<ProviderStore.Entry> entries, long nowMillis) {
        ProtoWriter out = new ProtoWriter().varint(1, VERSION);
        for (ProviderStore.Entry entry : entries) {
            ProtoWriter record = new ProtoWriter()
                    .bytes(1, entry.key().toBytes())
                    .bytes(2, entry.provider().id().toBytes());
            entry.provider().addresses().forEach(address -> record.bytes(3, address.toBytes()));
            record.varint(4, nowMillis + entry.left().toMillis());
            record.varint(5, nowMillis + entry.addressesLeft().toMillis());
            out.bytes(2, record.toBytes());
        }
        return out.toBytes();
    }

    /**
     * Reads what was saved.
     *
     * @throws MalformedException when it is damaged, or of another version
     */
    static List<ProviderStore.Entry> decode(byte[] bytes, long nowMillis) {
        List<ProviderStore.Entry> entries = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> requireVersion(in.varint());
                case 2 -> decodeRecord(in.bytes(), nowMillis).ifPresent(entries::add);
                default -> {}
            }
        }
        return entries;
    }

    private static void requireVersion(long version) {
        if (version != VERSION) {
            throw new MalformedException("it is of version " + version + ", and not " + VERSION);
        }
    }

    private static Optional<ProviderStore.Entry> decodeRecord(byte[] bytes, long nowMillis) {
        Optional<Multihash> key = Optional.empty();
        Optional<PeerId> provider = Optional.empty();
        List<byte[]> addresses = new ArrayList<>();
        Duration left = Duration.ZERO;
        Duration addressesLeft = Duration.ZERO;
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = Optional.of(Multihash.decode(in.bytes()));
                case 2 -> provider = Optional.of(PeerId.decode(in.bytes()));
                case 3 -> addresses.add(in.bytes());
                case 4 -> left = Duration.ofMillis(in.varint() - nowMillis);
                case 5 -> addressesLeft = Duration.ofMillis(in.varint() - nowMillis);
                default -> {}
            }
        }
        if (key.isEmpty() || provider.isEmpty()) {
            throw new MalformedException("a record has no key or no provider");
        }
        List<Multiaddr> known = addressesLeft.isPositive() ? Multiaddr.decodeKnown(addresses) : List.of();
        return left.isPositive()
                ? Optional.of(new ProviderStore.Entry(
                        key.get(), new PeerAddresses(provider.get(), known), left, addressesLeft))
                : Optional.empty();
    }
}
