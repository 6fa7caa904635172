package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** An X25519 key pair, which agrees with another end's on a secret. Immutable until {@link #forget}. */
final class AgreementKey {
    static final int BYTES = X25519.POINT_SIZE;

    private final byte[] secret;
    private final byte[] publicKey = new byte[BYTES];

    private AgreementKey(byte[] secret) {
        this.secret = secret;
        X25519.generatePublicKey(secret, 0, publicKey, 0);
    }

    static AgreementKey generate(SecureRandom random) {
        byte[] secret = new byte[X25519.SCALAR_SIZE];
        X25519.generatePrivateKey(random, secret);
        return new AgreementKey(secret);
    }

    /** The pair with this secret half, 32 bytes. */
    static AgreementKey of(byte[] secret) {
        return new AgreementKey(secret.clone());
    }

    byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * The secret shared with the owner of {@code other}.
     *
     * @throws HandshakeException when that is a point of small order, with which everybody shares the same secret
     */
    byte[] agree(byte[] other) throws HandshakeException {
        byte[] shared = new byte[BYTES];
        if (!X25519.calculateAgreement(secret, 0, other, 0, shared, 0)) {
            throw new HandshakeException("the other end's key is of small order");
        }
        return shared;
    }

    /** Overwrites the secret half; nothing can be agreed any more. */
    void forget() {
        Arrays.fill(secret, (byte) 0);
    }
}
