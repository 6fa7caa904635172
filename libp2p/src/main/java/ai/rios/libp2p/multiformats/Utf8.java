package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that neither guesses nor replaces. Stateless. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The text of {@code bytes}.
     *
     * @throws MalformedException when they are not UTF-8
     */
    public static String decode(byte[] bytes) {
        try {
            // A new decoder reports what is malformed.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException refused) {
            throw new MalformedException("text is not UTF-8", refused);
        }
    }

    /**
     * The bytes of {@code text}.
     *
     * @throws MalformedException when half of a surrogate pair stands alone
     */
    public static byte[] encode(String text) {
        try {
            ByteBuffer out = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException refused) {
            throw new MalformedException("text has half a surrogate pair", refused);
        }
    }
}
