package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Text that says by its first character in which base it is (multiformats/multibase). At most 256 characters. */
public enum Multibase {
    /** {@code f}: hexadecimal. */
    BASE16('f'),
    /** {@code b}: RFC 4648 without padding, in small letters; what this module writes. Capitals after {@code B}. */
    BASE32('b'),
    /** {@code k}: digits and small letters, as one number. */
    BASE36('k'),
    /** {@code z}: as in peer ids. */
    BASE58('z'),
    /** {@code u}: RFC 4648 for addresses of the web, without padding. */
    BASE64URL('u');

    private static final String BASE32_DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Radix RADIX36 = new Radix("base36", "0123456789abcdefghijklmnopqrstuvwxyz");

    private final char prefix;

    Multibase(char prefix) {
        this.prefix = prefix;
    }

    /** {@code bytes} in this base, with its prefix; of at most 256 bytes. */
    public String encode(byte[] bytes) {
        return prefix
                + switch (this) {
                    case BASE16 -> HexFormat.of().formatHex(bytes);
                    case BASE32 -> encode32(bytes);
                    case BASE36 -> RADIX36.encode(bytes);
                    case BASE58 -> Base58.encode(bytes);
                    case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                };
    }

    /**
     * The bytes of {@code text}, in whichever base its first character names.
     *
     * @throws MalformedException when it is of none of these bases, has characters that do not belong there, or is too long
     */
    public static byte[] decode(String text) {
        if (text.isEmpty() || text.length() > Radix.LONGEST) {
            throw new MalformedException(
                    "text in a base has 1 to " + Radix.LONGEST + " characters, not " + text.length());
        }
        String digits = text.substring(1);
        return switch (text.charAt(0)) {
            case 'f' -> decode16(digits);
            case 'b' -> decode32(digits);
            case 'B' -> decode32(lower(digits));
            case 'k' -> RADIX36.decode(digits);
            case 'z' -> Base58.decode(digits);
            case 'u' -> decode64(digits);
            default -> throw new MalformedException("text begins with no known base: " + (int) text.charAt(0));
        };
    }

    private static String lower(String digits) {
        if (!digits.equals(digits.toUpperCase(Locale.ROOT))) {
            throw new MalformedException("base32 after B is in capitals");
        }
        return digits.toLowerCase(Locale.ROOT);
    }

    private static byte[] decode64(String digits) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(digits);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(digits)) {
                return bytes;
            }
            throw new MalformedException("base64 is padded, or ends in the midst of a byte");
        } catch (IllegalArgumentException refused) {
            throw new MalformedException("what follows u is not base64 for addresses", refused);
        }
    }

    private static byte[] decode16(String digits) {
        if (!digits.matches("([0-9a-f]{2})*")) {
            throw new MalformedException("what follows f is not hexadecimal in small letters");
        }
        return HexFormat.of().parseHex(digits);
    }

    private static String encode32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte next : bytes) {
            held = (held << 8) | (next & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32_DIGITS.charAt((held >> (bits - 5)) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32_DIGITS.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    private static byte[] decode32(String digits) {
        byte[] bytes = new byte[digits.length() * 5 / 8];
        int length = 0;
        int bits = 0;
        int held = 0;
        for (int at = 0; at < digits.length(); at++) {
            int value = BASE32_DIGITS.indexOf(digits.charAt(at));
            if (value < 0) {
                throw new MalformedException("character " + (at + 2) + " is no digit of base32");
            }
            held = (held << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        // A whole number of bytes leaves less than one digit, all of it zero.
        if (bits >= 5 || held != 0) {
            throw new MalformedException("base32 ends in the midst of a byte");
        }
        return bytes;
    }
}
