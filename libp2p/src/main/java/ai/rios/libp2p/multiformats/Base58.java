package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;

/** The base of peer ids: digits and letters without those that look alike, as Bitcoin has them. Stateless. */
public final class Base58 {
    private static final Radix RADIX =
            new Radix("base58", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    private Base58() {}

    /**
     * The text of {@code bytes}, at most 256 of them.
     *
     * @throws MalformedException when there are more
     */
    public static String encode(byte[] bytes) {
        return RADIX.encode(bytes);
    }

    /**
     * The bytes of {@code text}, at most 256 characters.
     *
     * @throws MalformedException when it is longer, or a character is no digit
     */
    public static byte[] decode(String text) {
        return RADIX.decode(text);
    }
}
