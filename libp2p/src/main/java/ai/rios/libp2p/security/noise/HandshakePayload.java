package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import ai.rios.libp2p.security.KeyBinding;
import java.util.ArrayList;
import java.util.List;

/** What binds a static key to an identity: {@code NoiseHandshakePayload}. Immutable. */
final class HandshakePayload {
    private static final KeyBinding BINDING = new KeyBinding("noise-libp2p-static-key:");
    private static final int IDENTITY_KEY = 1;
    private static final int IDENTITY_SIGNATURE = 2;
    private static final int EXTENSIONS = 4;
    private static final int STREAM_MUXERS = 2;

    /** A list that is longer counts as none, as go-libp2p has it. */
    private static final int MAX_MUXERS = 100;

    private final PublicKey identity;
    private final byte[] signature;
    private final List<String> muxers;

    private HandshakePayload(PublicKey identity, byte[] signature, List<String> muxers) {
        this.identity = identity;
        this.signature = signature;
        this.muxers = List.copyOf(muxers);
    }

    /** This identity vouches for the static key. */
    static HandshakePayload sign(PrivateKey identity, byte[] staticKey, List<String> muxers) {
        return new HandshakePayload(identity.publicKey(), BINDING.sign(identity, staticKey), muxers);
    }

    /** Who says so. */
    PublicKey identity() {
        return identity;
    }

    /** Names of muxers, the best first; empty where none are said. */
    List<String> muxers() {
        return muxers;
    }

    /** Whether the identity vouches for this static key. */
    boolean vouchesFor(byte[] staticKey) {
        return BINDING.holds(identity, staticKey, signature);
    }

    byte[] encode() {
        ProtoWriter out =
                new ProtoWriter().bytes(IDENTITY_KEY, identity.encode()).bytes(IDENTITY_SIGNATURE, signature);
        if (!muxers.isEmpty()) {
            ProtoWriter extensions = new ProtoWriter();
            muxers.forEach(muxer -> extensions.text(STREAM_MUXERS, muxer));
            out.bytes(EXTENSIONS, extensions.toBytes());
        }
        return out.toBytes();
    }

    /** Reads the protobuf; fields that are not known are passed over. */
    static HandshakePayload decode(byte[] bytes) throws HandshakeException {
        byte[] identity = {};
        byte[] signature = {};
        List<String> muxers = new ArrayList<>();
        try {
            ProtoReader in = new ProtoReader(bytes);
            while (in.next()) {
                switch (in.field()) {
                    case IDENTITY_KEY -> identity = in.bytes();
                    case IDENTITY_SIGNATURE -> signature = in.bytes();
                    case EXTENSIONS -> readExtensions(in.bytes(), muxers);
                    default -> {
                        // Of a later version.
                    }
                }
            }
            List<String> counted = muxers.size() > MAX_MUXERS ? List.of() : muxers;
            return new HandshakePayload(PublicKey.decode(identity), signature, counted);
        } catch (MalformedException refused) {
            throw new HandshakeException("the other end's identity cannot be read", refused);
        }
    }

    private static void readExtensions(byte[] bytes, List<String> muxers) {
        ProtoReader in = new ProtoReader(bytes);
        while (in.next()) {
            if (in.field() == STREAM_MUXERS) {
                muxers.add(in.text());
            }
        }
    }
}
