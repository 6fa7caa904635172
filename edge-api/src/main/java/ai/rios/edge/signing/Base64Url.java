package ai.rios.edge.signing;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 for addresses, without padding, in the one spelling that each text of bytes has: Java's own decoder takes padding too, and
 * any last character whose first bits are right, so that a signed text would have many spellings.
 */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /** The text of bytes. */
    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The bytes of a text; empty for one that {@link #encode} would not have made. */
    public static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
