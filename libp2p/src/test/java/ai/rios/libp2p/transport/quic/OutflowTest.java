package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.resources.ResourceScope;
import org.junit.jupiter.api.Test;

final class OutflowTest {
    private static final int MOST = 4 * Departures.PIECE_BYTES;

    private final ResourceScope memory = ResourceScope.unbounded();
    private final Outflow out = new Outflow(MOST, memory);

    private void fill() {
        int written = 0;
        while (written < MOST) {
            int more = out.write(new byte[MOST], written, MOST - written);
            assertThat(more).isPositive();
            written += more;
        }
    }

    @Test
    void whatIsUnderWayTakesRoomUntilItIsTaken() {
        fill();
        assertThat(out.hasMuchRoom()).isFalse();
        Outflow.Parcel parcel = out.takeOut();
        assertThat(parcel.bytes()).isEqualTo(MOST);
        assertThat(parcel.fin()).isFalse();
        assertThat(out.hasData()).isFalse();
        assertThat(out.write(new byte[1], 0, 1)).isZero();
        assertThat(memory.bytes()).isEqualTo(MOST);
        out.taken(parcel);
        assertThat(memory.bytes()).isZero();
        assertThat(out.hasMuchRoom()).isTrue();
        assertThat(out.write(new byte[1], 0, 1)).isEqualTo(1);
    }

    @Test
    void theEndGoesOnceBehindTheLastBytes() {
        out.write(new byte[3], 0, 3);
        out.end();
        assertThat(out.isOpen()).isFalse();
        assertThat(out.isEnding()).isTrue();
        Outflow.Parcel last = out.takeOut();
        assertThat(last.bytes()).isEqualTo(3);
        assertThat(last.fin()).isTrue();
        assertThat(out.takeOut().isEmpty()).isTrue();
        assertThat(out.hasEnded()).isFalse();
        out.taken(last);
        assertThat(out.isWhole()).isTrue();
        assertThat(out.hasEnded()).isTrue();
        assertThat(out.isEnding()).isFalse();
    }

    @Test
    void whatIsNotWantedIsThrownAway() {
        out.write(new byte[3], 0, 3);
        Outflow.Parcel underWay = out.takeOut();
        out.write(new byte[5], 0, 5);
        out.end();
        out.lost(underWay);
        out.stop();
        assertThat(out.isStopped()).isTrue();
        assertThat(out.isWhole()).isFalse();
        assertThat(out.hasEnded()).isTrue();
        assertThat(out.isEnding()).isFalse();
        assertThat(memory.bytes()).isZero();
        assertThat(out.waiting()).isZero();
    }
}
