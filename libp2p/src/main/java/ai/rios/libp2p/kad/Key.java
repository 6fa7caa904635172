package ai.rios.libp2p.kad;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multihash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What is looked for: a peer's id, the multihash of some content, or any other bytes. Immutable; equal by content. */
final class Key {
    /** Bytes of a key, at most; go-libp2p's own bound. */
    static final int LONGEST = 80;

    /** No key: that of a ping, and of answers of some implementations. */
    static final Key NONE = new Key(new byte[0]);

    private final byte[] bytes;

    /**
     * A key.
     *
     * @throws MalformedException when it is longer than {@link #LONGEST}
     */
    Key(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new MalformedException("a key has " + LONGEST + " bytes at most, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /**
     * The key of some content: its multihash, without what kind of content it is.
     *
     * @throws IllegalArgumentException when that is no SHA-256; others take nothing else
     */
    static Key of(Cid content) {
        Multihash hash = content.multihash();
        if (hash.code() != Multihash.SHA2_256) {
            throw new IllegalArgumentException("content is provided by its SHA-256, which " + content + " is not");
        }
        return new Key(hash.toBytes());
    }

    static Key of(PeerId peer) {
        return new Key(peer.toBytes());
    }

    /** The content that it may name, if it is a SHA-256. */
    Optional<Multihash> content() {
        return hash().filter(hash -> hash.code() == Multihash.SHA2_256);
    }

    /** The peer that it may name. */
    Optional<PeerId> peer() {
        return hash().map(PeerId::new);
    }

    private Optional<Multihash> hash() {
        try {
            return Optional.of(Multihash.decode(bytes));
        } catch (MalformedException otherBytes) {
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    KadId place() {
        return KadId.of(bytes);
    }

    /** A copy. */
    byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
