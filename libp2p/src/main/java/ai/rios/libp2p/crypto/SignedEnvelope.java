package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Utf8;
import ai.rios.libp2p.multiformats.Varint;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Something that a peer signed, so that others can pass it on (RFC 0002 of libp2p). What is signed has a domain before it,
 * so that it cannot be passed off as something else. Immutable; an object of this class has a signature that holds.
 */
public final class SignedEnvelope {
    private static final byte[] NONE = {};

    private final PublicKey signer;
    private final byte[] payload;
    private final byte[] encoded;

    private SignedEnvelope(PublicKey signer, byte[] payload, byte[] encoded) {
        this.signer = signer;
        this.payload = payload;
        this.encoded = encoded;
    }

    /** Signs {@code payload} with {@code key}. */
    public static SignedEnvelope seal(PrivateKey key, String domain, byte[] payloadType, byte[] payload) {
        byte[] encoded = new ProtoWriter()
                .bytes(1, key.publicKey().encode())
                .bytes(2, payloadType)
                .bytes(3, payload)
                .bytes(5, key.sign(signed(domain, payloadType, payload)))
                .toBytes();
        return new SignedEnvelope(key.publicKey(), payload.clone(), encoded);
    }

    /**
     * Reads an envelope and checks its signature, before anybody looks at the payload.
     *
     * @throws MalformedException when it is none, is of another type than {@code payloadType}, or is not signed by the key
     *     in it for this domain
     */
    public static SignedEnvelope open(byte[] bytes, String domain, byte[] payloadType) {
        byte[] key = NONE;
        byte[] type = NONE;
        byte[] payload = NONE;
        byte[] signature = NONE;
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.bytes();
                case 2 -> type = in.bytes();
                case 3 -> payload = in.bytes();
                case 5 -> signature = in.bytes();
                default -> {}
            }
        }
        if (!Arrays.equals(type, payloadType)) {
            throw new MalformedException("an envelope holds something else than " + domain);
        }
        PublicKey signer = PublicKey.decode(key);
        if (!signer.verifies(signed(domain, type, payload), signature)) {
            throw new MalformedException("an envelope is not signed by the key in it");
        }
        return new SignedEnvelope(signer, payload, bytes.clone());
    }

    private static byte[] signed(String domain, byte[] payloadType, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {Utf8.encode(domain), payloadType, payload}) {
            Varint.write(part.length, out);
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Whose signature it has. */
    public PublicKey signer() {
        return signer;
    }

    /** What is signed; a copy. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The envelope as it was read or made; a copy. */
    public byte[] toBytes() {
        return encoded.clone();
    }
}
