package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class DeparturesTest {
    private final Departures departures = new Departures();

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @RepeatedTest(20)
    void whatIsAddedIsTakenOutInOrder(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(1, 40_000)];
            random.nextBytes(bytes);
            int offset = random.nextInt(bytes.length);
            departures.add(bytes, offset, bytes.length - offset);
            added.write(bytes, offset, bytes.length - offset);
            if (random.nextInt(3) == 0) {
                taken.writeBytes(joined(departures.takeOut()));
                assertThat(departures.here()).isZero();
            }
            assertThat(departures.here()).isEqualTo(added.size() - taken.size());
            assertThat(departures.waiting()).isEqualTo(added.size());
        }
        taken.writeBytes(joined(departures.takeOut()));
        assertThat(taken.toByteArray()).isEqualTo(added.toByteArray());
    }

    @Test
    void whatIsUnderWayWaitsUntilItArrives() {
        departures.add(new byte[100], 0, 100);
        departures.takeOut();
        departures.add(new byte[10], 0, 10);
        assertThat(departures.waiting()).isEqualTo(110);
        departures.arrived(100);
        assertThat(departures.waiting()).isEqualTo(10);
    }

    @Test
    void aPieceIsFullAtItsLastByte() {
        departures.add(new byte[Departures.PIECE_BYTES], 0, Departures.PIECE_BYTES - 1);
        assertThat(departures.hasFullPiece()).isFalse();
        departures.add(new byte[1], 0, 1);
        assertThat(departures.hasFullPiece()).isTrue();
        departures.takeOut();
        assertThat(departures.hasFullPiece()).isFalse();
    }

    @Test
    void onlyWhatIsHereIsForgotten() {
        departures.add(new byte[100], 0, 100);
        departures.takeOut();
        departures.add(new byte[20_000], 0, 20_000);
        assertThat(departures.clear()).isEqualTo(20_000);
        assertThat(departures.here()).isZero();
        assertThat(departures.waiting()).isEqualTo(100);
    }
}
