package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The public half of a peer's identity. Immutable; equal by content.
 *
 * <p>On the wire it is the protobuf {@code 08 type 12 length data}, always both fields and in this order, since peer ids
 * are made of these very bytes (peer-ids.md).
 */
public final class PublicKey {
    /** Bytes of a key as protobuf, at most: more than RSA with 8,192 bits takes. */
    public static final int LONGEST = 1_200;

    private final KeyType type;
    private final byte[] data;

    private PublicKey(KeyType type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    /**
     * The Ed25519 key of these 32 bytes.
     *
     * @throws MalformedException when they are not 32
     */
    public static PublicKey ed25519(byte[] data) {
        return of(KeyType.ED25519, data.clone());
    }

    /**
     * Reads the protobuf.
     *
     * @throws MalformedException when it is no key, or not written in the one way that there is
     */
    public static PublicKey decode(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new MalformedException("a key of " + bytes.length + " bytes is longer than " + LONGEST);
        }
        KeyMessage message = KeyMessage.read(bytes);
        PublicKey key = of(message.type(), message.data());
        if (!Arrays.equals(key.encode(), bytes)) {
            throw new MalformedException("a key is not written in the one way that there is");
        }
        return key;
    }

    private static PublicKey of(KeyType type, byte[] data) {
        int size = switch (type) {
            case ED25519 -> Ed25519.PUBLIC_KEY_SIZE;
            case SECP256K1 -> 33;
            // Their DER is looked at when a signature is.
            case RSA, ECDSA -> data.length;
        };
        if (data.length != size || size == 0) {
            throw new MalformedException("a key of type " + type + " has not " + data.length + " bytes");
        }
        return new PublicKey(type, data);
    }

    /** The protobuf. */
    public byte[] encode() {
        return new ProtoWriter().varint(1, type.code()).bytes(2, data).toBytes();
    }

    /** What kind of key it is. */
    public KeyType type() {
        return type;
    }

    /** The key itself, in the form that its type says; a copy. */
    public byte[] data() {
        return data.clone();
    }

    /**
     * Whether the owner of this key signed {@code message}. A signature of a wrong form is none, and so is every signature
     * by a key that is none.
     */
    public boolean verifies(byte[] message, byte[] signature) {
        return switch (type) {
            case ED25519 ->
                signature.length == Ed25519.SIGNATURE_SIZE
                        && Ed25519.verify(signature, 0, data, 0, message, 0, message.length);
            case RSA -> ForeignKeys.verifyRsa(data, message, signature);
            case ECDSA -> ForeignKeys.verifyEcdsa(data, message, signature);
            case SECP256K1 -> ForeignKeys.verifySecp256k1(data, message, signature);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && type == key.type && Arrays.equals(data, key.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return type + ":" + HexFormat.of().formatHex(data);
    }
}
