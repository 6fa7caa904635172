package ai.rios.libp2p.muxer.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.resources.ResourceScope;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ByteRingTest {
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bytesComeOutInTheOrderInWhichTheyWentIn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteRing ring = new ByteRing(ResourceScope.unbounded());
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int largest = 1 << random.nextInt(1, 18);
        for (int step = 0; step < 300; step++) {
            byte[] bytes = new byte[random.nextInt(largest)];
            if (random.nextInt(5) < 2) {
                random.nextBytes(bytes);
                int offset = random.nextInt(bytes.length + 1);
                assertThat(ring.reserve(bytes.length - offset)).isTrue();
                ring.write(bytes, offset, bytes.length - offset);
                in.write(bytes, offset, bytes.length - offset);
            } else {
                int offset = random.nextInt(bytes.length + 1);
                int taken = ring.read(bytes, offset, bytes.length - offset);
                out.write(bytes, offset, taken);
            }
            assertThat(ring.size()).isEqualTo(in.size() - out.size());
        }
        assertThat(Arrays.copyOf(in.toByteArray(), out.size())).isEqualTo(out.toByteArray());
    }

    @Test
    void whatIsThrownAwayIsGone() {
        ByteRing ring = new ByteRing(ResourceScope.unbounded());
        assertThat(ring.reserve(1_000_000)).isTrue();
        ring.write(new byte[1_000_000], 0, 1_000_000);
        ring.clear();
        assertThat(ring.reserve(1)).isTrue();
        ring.write(new byte[] {7}, 0, 1);
        byte[] read = new byte[10];
        assertThat(ring.read(read, 0, 10)).isEqualTo(1);
        assertThat(read[0]).isEqualTo((byte) 7);
    }

    @Test
    void itsMemoryIsCountedAndLetGo() {
        ResourceScope memory = ResourceScope.unbounded();
        ByteRing ring = new ByteRing(memory);
        assertThat(ring.reserve(70_000)).isTrue();
        assertThat(memory.bytes()).isEqualTo(1 << 17);
        ring.write(new byte[70_000], 0, 70_000);
        ring.read(new byte[70_000], 0, 70_000);
        assertThat(memory.bytes()).isZero();
        assertThat(ring.reserve(10_000)).isTrue();
        ring.write(new byte[10_000], 0, 10_000);
        ring.clear();
        assertThat(memory.bytes()).as("what is small is kept").isEqualTo(1 << 14);
        ring.last();
        assertThat(memory.bytes()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }
}
