package ai.rios.libp2p.security;

import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import java.nio.charset.StandardCharsets;

/** How an identity vouches for a key that a handshake uses: by a signature of a domain and the key. Immutable. */
public final class KeyBinding {
    private final byte[] domain;

    /**
     * A kind of binding.
     *
     * @param domain what is signed before the key, so that no signature serves two ends; ASCII
     */
    public KeyBinding(String domain) {
        this.domain = domain.getBytes(StandardCharsets.US_ASCII);
    }

    /** This identity vouches for the key. */
    public byte[] sign(PrivateKey identity, byte[] key) {
        return identity.sign(signed(key));
    }

    /** Whether the signature says that this identity vouches for the key. */
    public boolean holds(PublicKey identity, byte[] key, byte[] signature) {
        return identity.verifies(signed(key), signature);
    }

    private byte[] signed(byte[] key) {
        byte[] signed = new byte[domain.length + key.length];
        System.arraycopy(domain, 0, signed, 0, domain.length);
        System.arraycopy(key, 0, signed, domain.length, key.length);
        return signed;
    }
}
