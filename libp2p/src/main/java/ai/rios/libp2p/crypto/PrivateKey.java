package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The secret half of a peer's identity, Ed25519. Immutable. It has no text form, so that it cannot get into a log by
 * mistake.
 *
 * <p>On the wire and in files it is the protobuf {@code 08 01 12 40 seed public}, as go-libp2p and js-libp2p keep it.
 */
public final class PrivateKey {
    private static final int WITH_PUBLIC = Ed25519.SECRET_KEY_SIZE + Ed25519.PUBLIC_KEY_SIZE;
    private static final int WITH_PUBLIC_TWICE = WITH_PUBLIC + Ed25519.PUBLIC_KEY_SIZE;

    private final byte[] seed;
    private final PublicKey publicKey;

    private PrivateKey(byte[] seed) {
        byte[] data = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, data, 0);
        this.seed = seed;
        this.publicKey = PublicKey.ed25519(data);
    }

    /** A new key. */
    public static PrivateKey generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        return new PrivateKey(seed);
    }

    /**
     * The key that RFC 8032 derives from these 32 bytes.
     *
     * @throws MalformedException when they are not 32
     */
    public static PrivateKey ofSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new MalformedException("the seed of an Ed25519 key has 32 bytes, not " + seed.length);
        }
        return new PrivateKey(seed.clone());
    }

    /**
     * Reads the protobuf; also its old form, which has the public key twice.
     *
     * @throws MalformedException when it is no Ed25519 key, or the public key in it is that of another
     */
    public static PrivateKey decode(byte[] bytes) {
        KeyMessage message = KeyMessage.read(bytes);
        byte[] data = message.data();
        if (message.type() != KeyType.ED25519) {
            throw new MalformedException("identities of this module are Ed25519, not " + message.type());
        }
        if (data.length != WITH_PUBLIC && data.length != WITH_PUBLIC_TWICE) {
            throw new MalformedException("an Ed25519 key has not " + data.length + " bytes");
        }
        PrivateKey key = new PrivateKey(Arrays.copyOf(data, Ed25519.SECRET_KEY_SIZE));
        for (int at = Ed25519.SECRET_KEY_SIZE; at < data.length; at += Ed25519.PUBLIC_KEY_SIZE) {
            byte[] told = Arrays.copyOfRange(data, at, at + Ed25519.PUBLIC_KEY_SIZE);
            if (!MessageDigest.isEqual(told, key.publicKey.data())) {
                throw new MalformedException("the two halves of an Ed25519 key do not belong together");
            }
        }
        return key;
    }

    /** The protobuf, which is secret. */
    public byte[] encode() {
        byte[] data = Arrays.copyOf(seed, WITH_PUBLIC);
        System.arraycopy(publicKey.data(), 0, data, seed.length, Ed25519.PUBLIC_KEY_SIZE);
        return new ProtoWriter()
                .varint(1, KeyType.ED25519.code())
                .bytes(2, data)
                .toBytes();
    }

    /** What others know it by. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The signature of {@code message}, 64 bytes; the same each time. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        // With the public key, which is this seed's, half of the work is done already.
        Ed25519.sign(seed, 0, publicKey.data(), 0, message, 0, message.length, signature, 0);
        return signature;
    }
}
