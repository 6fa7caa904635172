package ai.rios.libp2p.muxer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.resources.ResourceScope;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private final ResourceScope memory = ResourceScope.unbounded();
    private final Arrivals arrivals = new Arrivals(memory);

    /** How much more memory is counted by that. */
    private int keep(byte[] bytes) {
        long before = memory.bytes();
        assertThat(arrivals.add(bytes)).isTrue();
        return (int) (memory.bytes() - before);
    }

    /** How much memory that gives back. */
    private int clear() {
        long before = memory.bytes();
        arrivals.clear();
        return (int) (before - memory.bytes());
    }

    @Test
    void smallPiecesShareWhatIsCounted() {
        int counted = 0;
        for (int count = 0; count < 10 * Arrivals.SHARED_BYTES; count++) {
            counted += keep(new byte[1]);
        }
        assertThat(counted).isEqualTo(10 * Arrivals.SHARED_BYTES);
        assertThat(arrivals.unread()).isEqualTo(counted);
        assertThat(clear()).isEqualTo(counted);
        assertThat(arrivals.unread()).isZero();
    }

    @Test
    void aLargePieceIsKeptAsItIs() {
        assertThat(keep(new byte[Arrivals.SHARED_BYTES + 1])).isEqualTo(Arrivals.SHARED_BYTES + 1);
        assertThat(keep(new byte[1])).isEqualTo(Arrivals.SHARED_BYTES);
        assertThat(keep(new byte[Arrivals.SHARED_BYTES])).isEqualTo(Arrivals.SHARED_BYTES);
    }

    /** Pieces and reads of all sizes: what comes out is what went in, and all that was counted is given back. */
    @Test
    void whatComesOutIsWhatWentIn() {
        Random random = new Random(16);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int round = 0; round < 10_000; round++) {
            if (random.nextInt(3) > 0) {
                byte[] piece = new byte[random.nextInt(1, random.nextBoolean() ? 20 : 2_000)];
                random.nextBytes(piece);
                in.writeBytes(piece);
                keep(piece);
            }
            byte[] target = new byte[random.nextInt(1, 3_000)];
            int taken = arrivals.read(target, 0, target.length);
            out.write(target, 0, taken);
            assertThat(memory.bytes()).isGreaterThanOrEqualTo(arrivals.unread());
        }
        byte[] rest = new byte[arrivals.unread()];
        assertThat(arrivals.read(rest, 0, rest.length)).isEqualTo(rest.length);
        out.writeBytes(rest);
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void noneTakeMuchMoreThanTheyAre() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int largest = 1 + random.nextInt(6_000);
            int counted = 0;
            int bytes = 0;
            for (int count = 0; count < 100; count++) {
                byte[] piece = new byte[1 + random.nextInt(largest)];
                counted += keep(piece);
                bytes += piece.length;
            }
            assertThat(counted).isLessThanOrEqualTo(bytes + bytes / 8 + Arrivals.SHARED_BYTES);
            assertThat(clear()).isEqualTo(counted);
        }
    }
}
