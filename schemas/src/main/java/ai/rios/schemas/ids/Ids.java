package ai.rios.schemas.ids;

import java.util.Arrays;

/**
 * Ids as text: a prefix, an underscore and 128 bits as 26 characters of lower-case Crockford base32, most significant first. The
 * order of two ids with the same prefix as texts is the order of their bytes (unsigned).
 */
public final class Ids {
    /** Prefix of deployments. */
    public static final String DEPLOYMENT = "deploy";

    /** Prefix of tasks. */
    public static final String TASK = "task";

    /** Prefix of subscriptions. */
    public static final String SUBSCRIPTION = "sub";

    /** Prefix of events. */
    public static final String EVENT = "evt";

    /** Prefix of operations. */
    public static final String OPERATION = "op";

    /** Prefix of requests: correlation ids. */
    public static final String REQUEST = "req";

    /** Prefix of API keys. */
    public static final String KEY = "key";

    /** Bytes that an id holds. */
    public static final int BYTES = 16;

    /** Characters after the underscore. 26 × 5 bits are two more than 128: the first character is 0 to 7. */
    static final int CHARACTERS = 26;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final boolean[] IN_ALPHABET = new boolean[128];

    static {
        for (char c : ALPHABET) {
            IN_ALPHABET[c] = true;
        }
    }

    private Ids() {}

    /**
     * The id with that prefix and these bits.
     *
     * @param prefix lower-case letters without the underscore, such as {@link #DEPLOYMENT}
     * @param sixteenBytes {@value #BYTES} bytes, big-endian; not kept
     * @throws IllegalArgumentException when prefix or length is another
     */
    public static String of(String prefix, byte[] sixteenBytes) {
        checkPrefix(prefix);
        if (sixteenBytes.length != BYTES) {
            throw new IllegalArgumentException("an id has " + BYTES + " bytes, not " + sixteenBytes.length);
        }
        char[] text = Arrays.copyOf((prefix + '_').toCharArray(), prefix.length() + 1 + CHARACTERS);
        int at = prefix.length() + 1;
        int pending = 0;
        int pendingBits = 2; // the two bits that 26 characters have over 128
        for (byte octet : sixteenBytes) {
            pending = (pending << 8) | (octet & 0xff);
            pendingBits += 8;
            while (pendingBits >= 5) {
                pendingBits -= 5;
                text[at++] = ALPHABET[(pending >>> pendingBits) & 31];
            }
            pending &= (1 << pendingBits) - 1;
        }
        return new String(text);
    }

    /** Whether a text is an id with that prefix, exactly as {@link #of} writes it. */
    public static boolean isId(String prefix, String text) {
        checkPrefix(prefix);
        int start = prefix.length() + 1;
        if (text.length() != start + CHARACTERS || !text.startsWith(prefix) || text.charAt(start - 1) != '_') {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= IN_ALPHABET.length || !IN_ALPHABET[c]) {
                return false;
            }
        }
        return text.charAt(start) <= '7';
    }

    private static void checkPrefix(String prefix) {
        if (prefix.isEmpty() || !prefix.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException("an id's prefix is lower-case letters, not \"" + prefix + "\"");
        }
    }
}
