package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class Utf8ValidatorTest {
    @Test
    void everyCodePointButSurrogatesIsAccepted() {
        List<String> refused = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            Utf8Validator validator = new Utf8Validator();
            if (!validator.accept(bytes, 0, bytes.length) || !validator.isComplete()) {
                refused.add(Integer.toHexString(codePoint));
            }
        }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithTheJdkOnRandomBytesCutAnywhere(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = almostUtf8(random);
        Utf8Validator validator = new Utf8Validator();

        // When
        boolean good = true;
        for (int at = 0; at < bytes.length && good; ) {
            int length = random.nextInt(1, bytes.length - at + 1);
            good = validator.accept(bytes, at, length);
            at += length;
        }

        // Then
        assertThat(good && validator.isComplete()).isEqualTo(jdkAccepts(bytes));
    }

    @Test
    void aBadByteIsSeenBeforeTheTextEnds() {
        byte[] overlongSlash = ClientFrames.raw("61 62 C0");
        assertThat(new Utf8Validator().accept(overlongSlash, 0, overlongSlash.length))
                .isFalse();
    }

    private static byte[] almostUtf8(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 40);
        for (int i = 0; i < length; i++) {
            int limit = random.nextInt(4) == 0 ? 0x11_0000 : random.nextBoolean() ? 0x80 : 0x1_0000;
            text.appendCodePoint(random.nextInt(limit));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }
}
