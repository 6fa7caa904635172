package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
    private static final int TEXT = 0x81;

    private final List<String> taken = new ArrayList<>();
    private final FrameReader reader = new FrameReader();

    private void read(ByteBuffer came) {
        reader.read(came, (opcode, payload) -> taken.add(opcode + " " + StandardCharsets.UTF_8.decode(payload)));
    }

    private static ByteBuffer frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        return frame.put(payload).flip();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 60_000, 70_000})
    void framesOfEveryLengthAreTaken(int length) {
        read(frame(TEXT, "x".repeat(length)));

        assertThat(taken).containsExactly("1 " + "x".repeat(length));
    }

    @Test
    void framesAreTakenWhereverTheBytesAreCut() {
        ByteBuffer both = ByteBuffer.allocate(1_000)
                .put(frame(TEXT, "y".repeat(300)))
                .put(frame(0x89, "beat"))
                .flip();
        while (both.hasRemaining()) {
            read(ByteBuffer.wrap(new byte[] {both.get()}));
        }

        assertThat(taken).containsExactly("1 " + "y".repeat(300), "9 beat");
    }

    @Test
    void severalFramesThatCameTogetherAreAllTaken() {
        read(ByteBuffer.allocate(100)
                .put(frame(TEXT, "a"))
                .put(frame(TEXT, "b"))
                .flip());

        assertThat(taken).containsExactly("1 a", "1 b");
    }

    @Test
    void whatIsNotWholeInOneFrameIsRefused() {
        ByteBuffer part = frame(0x01, "a");

        assertThatThrownBy(() -> read(part)).isInstanceOf(BenchException.class);
    }

    @Test
    void aPongIsMaskedAndHasThePingsPayload() {
        ByteBuffer pong = FrameReader.pong(ByteBuffer.wrap(new byte[] {7, 8}));

        assertThat(pong).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0x8A, (byte) 0x82, 0, 0, 0, 0, 7, 8}));
    }
}
