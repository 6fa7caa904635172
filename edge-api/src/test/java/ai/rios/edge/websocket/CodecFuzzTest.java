package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random streams, good and damaged, cut at random: the seed is in the test's name. */
final class CodecFuzzTest {
    private static final int LIMIT = 20_000;

    private final NativePool<Inflater> inflaters = MessageInflater.pool(4);

    /** A stream of whole messages and what it must be read as. */
    private record Stream(String hex, List<String> messages) {
        byte[] bytes() {
            return ClientFrames.raw(hex);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void goodStreamsAreReadBackHoweverFragmentedAndCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Stream stream = goodStream(random, false);
        FrameRecorder recorder = new FrameRecorder(LIMIT);

        feedInPieces(recorder, stream.bytes(), random);

        assertThat(recorder.answers()).isEqualTo(stream.messages());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deflatedStreamsAreReadBackHoweverFragmentedAndCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Stream stream = goodStream(random, true);
        FrameRecorder recorder = new FrameRecorder(LIMIT, new MessageInflater(inflaters, true));

        feedInPieces(recorder, stream.bytes(), random);

        assertThat(recorder.answers()).isEqualTo(stream.messages());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damagedStreamsAreJudgedTheSameHoweverCut(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        boolean deflated = random.nextBoolean();
        byte[] bytes = goodStream(random, deflated).bytes();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        FrameRecorder whole = recorder(deflated);
        FrameRecorder inPieces = recorder(deflated);

        // When
        whole.take(bytes.clone());
        feedInPieces(inPieces, bytes, random);

        // Then
        assertThat(inPieces.answers()).isEqualTo(whole.answers());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noiseIsRefusedOrWaitedOnButNeverFails(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] noise = new byte[random.nextInt(1, 4_000)];
        random.nextBytes(noise);
        FrameRecorder recorder = recorder(random.nextBoolean());

        feedInPieces(recorder, noise, random);

        assertThat(recorder.answers()).hasSizeLessThan(noise.length);
    }

    private FrameRecorder recorder(boolean deflated) {
        return deflated ? new FrameRecorder(LIMIT, new MessageInflater(inflaters, true)) : new FrameRecorder(LIMIT);
    }

    private static void feedInPieces(FrameRecorder recorder, byte[] bytes, SplittableRandom random) {
        byte[] copy = bytes.clone();
        recorder.feed(copy, random.nextInt(1, 200));
    }

    private static Stream goodStream(SplittableRandom random, boolean deflated) {
        List<byte[]> frames = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        Deflater deflater = new Deflater(random.nextInt(1, 10), true);
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            message(random, deflated ? deflater : null, frames, messages);
        }
        deflater.end();
        return new Stream(ClientFrames.hex(ClientFrames.join(frames.toArray(byte[][]::new))), messages);
    }

    private static void message(
            SplittableRandom random, @Nullable Deflater deflater, List<byte[]> frames, List<String> messages) {
        boolean text = random.nextBoolean();
        byte[] payload = text ? ClientFrames.utf8(randomText(random)) : randomBytes(random);
        boolean compress = deflater != null && payload.length > 0 && random.nextInt(4) > 0;
        byte[] sent = payload;
        if (compress && deflater != null) {
            sent = MessageDeflater.deflate(deflater, payload, 0, payload.length, random.nextInt(8, 16));
        }
        int at = 0;
        int opcode = (text ? ClientFrames.TEXT : ClientFrames.BINARY) | (compress ? ClientFrames.RSV1 : 0);
        while (true) {
            int length = random.nextInt(sent.length - at + 1);
            boolean last = random.nextInt(3) == 0;
            int end = last ? sent.length : at + length;
            frames.add(ClientFrames.frame(opcode | (last ? ClientFrames.FIN : 0), Arrays.copyOfRange(sent, at, end)));
            if (last) {
                break;
            }
            if (random.nextInt(4) == 0) {
                frames.add(ClientFrames.ping("p" + at));
                messages.add("pong:p" + at);
            }
            at = end;
            opcode = ClientFrames.CONTINUATION;
        }
        messages.add(
                text
                        ? "text:" + new String(payload, StandardCharsets.UTF_8)
                        : "binary:" + HexFormat.of().formatHex(payload));
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3_000); i > 0; i--) {
            text.appendCodePoint(random.nextInt(9) > 0 ? 'a' + random.nextInt(6) : random.nextInt(0xE000, 0x11_0000));
        }
        return text.toString();
    }

    private static byte[] randomBytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(5_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }
}
