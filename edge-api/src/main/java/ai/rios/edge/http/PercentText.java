package ai.rios.edge.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoded text of addresses (RFC 3986). */
final class PercentText {
    private PercentText() {}

    /**
     * The text that an encoded one stands for; empty when an escape is wrong or the bytes are not UTF-8.
     *
     * @param plusIsSpace as in forms and queries
     */
    static Optional<String> decode(String encoded, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char unit = encoded.charAt(at);
            if (unit == '%') {
                int value = at + 2 < encoded.length() ? hex(encoded.charAt(at + 1), encoded.charAt(at + 2)) : -1;
                if (value < 0) {
                    return Optional.empty();
                }
                bytes.write(value);
                at += 2;
            } else if (unit == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (unit < 0x80) {
                bytes.write(unit);
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int hex(char high, char low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
