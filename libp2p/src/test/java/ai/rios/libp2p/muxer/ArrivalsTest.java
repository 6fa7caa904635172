package ai.rios.libp2p.muxer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();

    private int keep(byte[] bytes) {
        int cost = arrivals.costOf(bytes);
        arrivals.add(bytes);
        return cost;
    }

    @Test
    void smallPiecesShareWhatIsCounted() {
        int counted = 0;
        for (int count = 0; count < 10 * Arrivals.SHARED_BYTES; count++) {
            counted += keep(new byte[1]);
        }
        assertThat(counted).isEqualTo(10 * Arrivals.SHARED_BYTES);
        assertThat(arrivals.unread()).isEqualTo(counted);
        assertThat(arrivals.clear()).isEqualTo(counted);
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
        long held = 0;
        for (int round = 0; round < 10_000; round++) {
            if (random.nextInt(3) > 0) {
                byte[] piece = new byte[random.nextInt(1, random.nextBoolean() ? 20 : 2_000)];
                random.nextBytes(piece);
                in.writeBytes(piece);
                held += keep(piece);
            }
            byte[] target = new byte[random.nextInt(1, 3_000)];
            int taken = arrivals.take(target, 0, target.length);
            held -= arrivals.release();
            out.write(target, 0, taken);
            assertThat(held).isGreaterThanOrEqualTo(arrivals.unread());
        }
        byte[] rest = new byte[arrivals.unread()];
        for (int at = 0; at < rest.length; ) {
            at += arrivals.take(rest, at, rest.length - at);
            held -= arrivals.release();
        }
        out.writeBytes(rest);
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
        assertThat(held).isZero();
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
            assertThat(arrivals.clear()).isEqualTo(counted);
        }
    }
}
