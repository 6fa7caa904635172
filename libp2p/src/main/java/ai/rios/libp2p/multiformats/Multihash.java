package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A digest that says how it was made: {@code varint code, varint length, digest} (multiformats/multihash). Only those that
 * libp2p needs: the content itself, and SHA-256. Immutable; equal by content.
 */
public final class Multihash {
    /** The content itself, at most {@link #LONGEST_IDENTITY} bytes. */
    public static final int IDENTITY = 0x00;

    /** SHA-256, 32 bytes. */
    public static final int SHA2_256 = 0x12;

    /** Bytes that an identity multihash holds, at most. */
    public static final int LONGEST_IDENTITY = 64;

    private static final int SHA2_256_BYTES = 32;

    private final int code;
    private final byte[] bytes;

    private Multihash(int code, byte[] digest) {
        this.code = code;
        ByteBuffer out = ByteBuffer.allocate(Varint.size(code) + Varint.size(digest.length) + digest.length);
        Varint.write(code, out);
        Varint.write(digest.length, out);
        this.bytes = out.put(digest).array();
    }

    /** The SHA-256 of {@code content}. */
    public static Multihash sha256(byte[] content) {
        try {
            return new Multihash(SHA2_256, MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * {@code content} as it is.
     *
     * @throws MalformedException when it is longer than {@link #LONGEST_IDENTITY}
     */
    public static Multihash identity(byte[] content) {
        return checked(IDENTITY, content.clone());
    }

    /**
     * Reads a whole multihash.
     *
     * @throws MalformedException when it is of another kind or length, or bytes follow it
     */
    public static Multihash decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Multihash read = read(in);
        if (in.hasRemaining()) {
            throw new MalformedException(in.remaining() + " bytes follow a multihash");
        }
        return read;
    }

    /** Takes a multihash off {@code in}. */
    static Multihash read(ByteBuffer in) {
        long code = Varint.read(in);
        int length = Varint.readAtMost(in, LONGEST_IDENTITY, "a multihash's length");
        if (length > in.remaining()) {
            throw new MalformedException("a multihash is cut short");
        }
        byte[] digest = new byte[length];
        in.get(digest);
        return checked(code, digest);
    }

    private static Multihash checked(long code, byte[] digest) {
        if (code == SHA2_256
                ? digest.length == SHA2_256_BYTES
                : code == IDENTITY && digest.length <= LONGEST_IDENTITY) {
            return new Multihash((int) code, digest);
        }
        throw new MalformedException("a multihash of code 0x" + Long.toHexString(code) + " and " + digest.length
                + " bytes is none of those in use");
    }

    /** How it was made: {@link #IDENTITY} or {@link #SHA2_256}. */
    public int code() {
        return code;
    }

    /** What was made, without code and length; a copy. */
    public byte[] digest() {
        // Both codes and all lengths take one byte each.
        return Arrays.copyOfRange(bytes, 2, bytes.length);
    }

    /** Code, length and digest; a copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multihash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In base58, as people know it. */
    @Override
    public String toString() {
        return Base58.encode(bytes);
    }
}
