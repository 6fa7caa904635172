package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Base58;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.util.Optional;

/**
 * A peer's name: the multihash of its public key (peer-ids.md). Keys of up to 42 bytes, so all Ed25519 keys, stand in it as
 * they are, and it reads {@code 12D3KooW…}; of longer ones it is the SHA-256, {@code Qm…}. Immutable.
 *
 * @param multihash what it is
 */
public record PeerId(Multihash multihash) {
    private static final int LONGEST_INLINE = 42;

    /** The id of the peer with this key. */
    public static PeerId of(PublicKey key) {
        byte[] encoded = key.encode();
        return new PeerId(encoded.length <= LONGEST_INLINE ? Multihash.identity(encoded) : Multihash.sha256(encoded));
    }

    /**
     * Reads the binary form.
     *
     * @throws MalformedException when it is no multihash of a key
     */
    public static PeerId decode(byte[] bytes) {
        return new PeerId(Multihash.decode(bytes));
    }

    /**
     * Reads the text form: base58, or a CID of a key in any base.
     *
     * @throws MalformedException when it is neither
     */
    public static PeerId parse(String text) {
        if (text.startsWith("1") || text.startsWith("Qm")) {
            return decode(Base58.decode(text));
        }
        Cid cid = Cid.parse(text);
        if (cid.codec() != Cid.LIBP2P_KEY) {
            throw new MalformedException("\"" + text + "\" names content, and no peer");
        }
        return new PeerId(cid.multihash());
    }

    /** The peer that {@code address} ends with, if it ends with one. */
    public static Optional<PeerId> in(Multiaddr address) {
        return address.peer().map(PeerId::new);
    }

    /** The key, where it stands in the id. */
    public Optional<PublicKey> publicKey() {
        if (multihash.code() != Multihash.IDENTITY) {
            return Optional.empty();
        }
        try {
            return Optional.of(PublicKey.decode(multihash.digest()));
        } catch (MalformedException noKey) {
            return Optional.empty();
        }
    }

    /** The binary form: the multihash. */
    public byte[] toBytes() {
        return multihash.toBytes();
    }

    /** The newer text form: a CID in base32. */
    public String toCid() {
        return new Cid(1, Cid.LIBP2P_KEY, multihash).toString();
    }

    /** The text form that is in use: base58. */
    @Override
    public String toString() {
        return multihash.toString();
    }
}
