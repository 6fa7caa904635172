package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ChaCha20-Poly1305 under one key, message by message: the nonce is four zero bytes and the number of the message, little
 * endian. It ends before a number comes again. Confined to one thread.
 */
final class Aead {
    /** What a message grows by. */
    static final int TAG_BYTES = 16;

    private static final byte[] NO_DATA = {};
    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_AT = 4;
    private static final long RESERVED = -1; // 2^64 - 1
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Cipher cipher;
    private final SecretKeySpec key;
    private long counter;

    /** Begins with message 0. */
    Aead(byte[] key) {
        this(key, 0);
    }

    /** Begins with message {@code counter}, unsigned. */
    Aead(byte[] key, long counter) {
        this.cipher = cipher();
        this.key = new SecretKeySpec(key, "ChaCha20");
        this.counter = counter;
    }

    /** Encrypts {@code length} bytes into {@code target}, where they take 16 more, with nothing else under the tag. */
    void encrypt(byte[] source, int offset, int length, byte[] target, int at) throws HandshakeException {
        apply(Cipher.ENCRYPT_MODE, NO_DATA, source, offset, length, target, at);
    }

    /** Decrypts {@code length} bytes, the tag among them, into {@code target}. */
    void decrypt(byte[] source, int offset, int length, byte[] target, int at) throws HandshakeException {
        apply(Cipher.DECRYPT_MODE, NO_DATA, source, offset, length, target, at);
    }

    /** Encrypts the whole of it, with {@code data} under the tag too. */
    byte[] encrypt(byte[] data, byte[] plain) throws HandshakeException {
        byte[] sealed = new byte[plain.length + TAG_BYTES];
        apply(Cipher.ENCRYPT_MODE, data, plain, 0, plain.length, sealed, 0);
        return sealed;
    }

    /** Decrypts the whole of it, with {@code data} under the tag too. */
    byte[] decrypt(byte[] data, byte[] sealed) throws HandshakeException {
        if (sealed.length < TAG_BYTES) {
            throw new HandshakeException("a message of " + sealed.length + " bytes has no room for its tag");
        }
        byte[] plain = new byte[sealed.length - TAG_BYTES];
        apply(Cipher.DECRYPT_MODE, data, sealed, 0, sealed.length, plain, 0);
        return plain;
    }

    private void apply(int mode, byte[] data, byte[] source, int offset, int length, byte[] target, int at)
            throws HandshakeException {
        if (counter == RESERVED) {
            throw new HandshakeException("no message can be numbered any more");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        LONGS.set(nonce, COUNTER_AT, counter);
        try {
            cipher.init(mode, key, new IvParameterSpec(nonce));
            if (data.length > 0) {
                cipher.updateAAD(data);
            }
            cipher.doFinal(source, offset, length, target, at);
        } catch (AEADBadTagException changed) {
            throw new HandshakeException("a message was changed, lost or sent again on its way", changed);
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed", fault);
        }
        counter++;
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the JDK has no ChaCha20-Poly1305", absent);
        }
    }
}
