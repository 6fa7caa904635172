package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The name of some content: its multihash and what kind of content it is (multiformats/cid). Immutable.
 *
 * @param version 1; 0 for an old name, which is the multihash alone
 * @param codec the kind of content: {@link #RAW}, {@link #DAG_PB}, {@link #LIBP2P_KEY} or any other number
 * @param multihash of the content
 */
public record Cid(int version, long codec, Multihash multihash) {
    /** Bytes as they are. */
    public static final long RAW = 0x55;

    /** What version 0 names. */
    public static final long DAG_PB = 0x70;

    /** A public key, so a peer. */
    public static final long LIBP2P_KEY = 0x72;

    /** Refuses what no name can be. */
    public Cid {
        if (version < 0 || version > 1 || codec < 0) {
            throw new MalformedException("a CID has version 0 or 1, not " + version + ", and a codec of 0 or more");
        }
        if (version == 0 && (codec != DAG_PB || multihash.code() != Multihash.SHA2_256)) {
            throw new MalformedException("a CID of version 0 is the SHA-256 of dag-pb");
        }
    }

    /** The name of {@code content} as it is: version 1, {@link #RAW}, SHA-256. */
    public static Cid raw(byte[] content) {
        return new Cid(1, RAW, Multihash.sha256(content));
    }

    /** The name of {@code text}, in UTF-8; so that peers can be found by a word. */
    public static Cid ofText(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the binary form.
     *
     * @throws MalformedException when it is none, or bytes follow it
     */
    public static Cid decode(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == Multihash.SHA2_256) {
            return new Cid(0, DAG_PB, Multihash.decode(bytes));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = Varint.readAtMost(in, 1, "a CID's version");
        if (version != 1) {
            throw new MalformedException("a CID of version 0 is a multihash alone");
        }
        long codec = Varint.read(in);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return new Cid(version, codec, Multihash.decode(rest));
    }

    /**
     * Reads the text form, in any base that {@link Multibase} knows.
     *
     * @throws MalformedException when it is none
     */
    public static Cid parse(String text) {
        if (text.startsWith("Qm") && text.length() == 46) {
            return decode(Base58.decode(text));
        }
        Cid cid = decode(Multibase.decode(text));
        if (cid.version == 0) {
            throw new MalformedException("a CID of version 0 has no base before it");
        }
        return cid;
    }

    /** The binary form. */
    public byte[] toBytes() {
        byte[] hash = multihash.toBytes();
        if (version == 0) {
            return hash;
        }
        ByteBuffer out = ByteBuffer.allocate(1 + Varint.size(codec) + hash.length);
        Varint.write(version, out);
        Varint.write(codec, out);
        return out.put(hash).array();
    }

    /** The text form: base32, and base58 for version 0. */
    @Override
    public String toString() {
        return version == 0 ? multihash.toString() : Multibase.BASE32.encode(toBytes());
    }
}
