package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The hash of all that was said, and the key of all that was agreed; Noise revision 34, section 5.2. Not thread-safe. */
final class SymmetricState {
    private static final byte[] NAME = "Noise_XX_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST = {1};
    private static final byte[] SECOND = {2};
    private static final byte[] NOTHING = {};

    private final MessageDigest sha256;
    private final Mac hmac;
    private byte[] hash = NAME.clone(); // as long as a hash, so it is taken as it is
    private byte[] chainingKey = NAME.clone();
    private @Nullable Aead aead;

    SymmetricState(byte[] prologue) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            hmac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the JDK has no SHA-256", absent);
        }
        mixHash(prologue);
    }

    void mixHash(byte[] said) {
        sha256.update(hash);
        hash = sha256.digest(said);
    }

    void mixKey(byte[] agreed) {
        byte[] secret = hmac(chainingKey, agreed);
        chainingKey = hmac(secret, FIRST);
        byte[] key = hmac(secret, chainingKey, SECOND);
        aead = new Aead(key);
        wipe(secret, key, agreed);
    }

    /** Encrypts, once there is a key. */
    byte[] encryptAndHash(byte[] plain) throws HandshakeException {
        byte[] sent = aead == null ? plain : aead.encrypt(hash, plain);
        mixHash(sent);
        return sent;
    }

    /** Decrypts, once there is a key. */
    byte[] decryptAndHash(byte[] received) throws HandshakeException {
        byte[] plain = aead == null ? received : aead.decrypt(hash, received);
        mixHash(received);
        return plain;
    }

    /** Whether messages have a tag by now. */
    boolean hasKey() {
        return aead != null;
    }

    /** The initiator's key and the responder's; what they were made of is overwritten. */
    byte[][] split() {
        byte[] secret = hmac(chainingKey, NOTHING);
        byte[] initiator = hmac(secret, FIRST);
        byte[] responder = hmac(secret, initiator, SECOND);
        wipe(secret, chainingKey);
        aead = null;
        return new byte[][] {initiator, responder};
    }

    /** Names the handshake: both ends have the same, and no other pair has. */
    byte[] hash() {
        return hash.clone();
    }

    private byte[] hmac(byte[] key, byte[]... parts) {
        try {
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("HMAC failed", fault);
        }
        for (byte[] part : parts) {
            hmac.update(part);
        }
        return hmac.doFinal();
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
