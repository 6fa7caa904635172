package ai.rios.edge.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs short texts that clients carry and give back unread: cursors and tickets. The first key signs, all verify, so that a
 * new key is put in front and the old one removed once nothing signed with it is alive. All edges of a stack share the keys.
 * Immutable, thread-safe.
 *
 * <pre>
 * token = base64url(tag[16] payload)      tag = first 16 bytes of HMAC-SHA256(key, purpose 0x00 payload)
 * </pre>
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG_BYTES = 16;
    private static final int MIN_KEY_BYTES = 16;
    private static final int MAX_TOKEN_LENGTH = 8_192;
    private static final byte[] NOTHING = {};

    private final List<SecretKeySpec> keys;

    private Signer(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * A signer with the keys of {@code edge.signing-keys}.
     *
     * @param base64Keys at least one; each is base64 or base64url of at least 16 bytes
     * @throws IllegalArgumentException when a key is no such text; the message does not repeat it
     */
    public static Signer of(List<String> base64Keys) {
        if (base64Keys.isEmpty()) {
            throw new IllegalArgumentException("edge.signing-keys must name at least one key");
        }
        return new Signer(base64Keys.stream().map(Signer::key).toList());
    }

    /** A new random key in the form that {@link #of} takes. */
    public static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64Url.encode(key);
    }

    /**
     * Signs a payload.
     *
     * @param purpose what the token is for, so that one kind is never taken for another
     */
    public String sign(String purpose, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(tag(keys.getFirst(), purpose, bytes), TAG_BYTES + bytes.length);
        System.arraycopy(bytes, 0, token, TAG_BYTES, bytes.length);
        return Base64Url.encode(token);
    }

    /** The payload of a token that one of the keys has signed for that purpose; empty for anything else. */
    public Optional<String> verify(String purpose, String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = Base64Url.decode(token).orElse(NOTHING);
        if (bytes.length < TAG_BYTES) {
            return Optional.empty();
        }
        byte[] claimed = Arrays.copyOf(bytes, TAG_BYTES);
        byte[] payload = Arrays.copyOfRange(bytes, TAG_BYTES, bytes.length);
        for (SecretKeySpec key : keys) {
            byte[] expected = Arrays.copyOf(tag(key, purpose, payload), TAG_BYTES);
            if (MessageDigest.isEqual(expected, claimed)) {
                return Optional.of(new String(payload, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static SecretKeySpec key(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("edge.signing-keys must be base64");
        }
        if (bytes.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("edge.signing-keys must be of " + MIN_KEY_BYTES + " bytes or more each");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] tag(SecretKeySpec key, String purpose, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
