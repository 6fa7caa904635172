package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.resources.ResourceScope;
import org.junit.jupiter.api.Test;

final class InflowTest {
    private static final int TURN = StreamHandler.BYTES_A_TURN;
    private static final int MOST = 2 * TURN;

    private final ResourceScope memory = ResourceScope.unbounded();
    private final Inflow in = new Inflow(MOST, memory);

    private int read(int length) {
        return in.read(new byte[length], 0, length);
    }

    @Test
    void noMoreIsTakenThanThereIsRoomForUntilItIsRead() {
        assertThat(in.takesMore()).isTrue();
        assertThat(in.deliver(new byte[TURN])).isTrue();
        assertThat(in.takesMore()).isTrue();
        assertThat(in.deliver(new byte[TURN])).isTrue();
        assertThat(in.takesMore()).isFalse();
        assertThat(in.waiting()).isEqualTo(MOST);
        assertThat(read(TURN - 1)).isEqualTo(TURN - 1);
        assertThat(in.goesOn()).isFalse();
        assertThat(read(1)).isEqualTo(1);
        assertThat(in.goesOn()).isTrue();
        assertThat(in.goesOn()).as("said once").isFalse();
        assertThat(memory.bytes()).isEqualTo(TURN);
        assertThat(read(MOST)).isEqualTo(TURN);
        assertThat(read(1)).isZero();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void allIsTakenWhenTheConnectionEnds() {
        in.deliver(new byte[MOST]);
        assertThat(in.takesMore()).isFalse();
        in.takeAll();
        assertThat(in.takesMore()).isTrue();
        assertThat(in.deliver(new byte[MOST])).isTrue();
        assertThat(in.waiting()).isEqualTo(2 * MOST);
    }

    @Test
    void whatComesOnceNobodyReadsIsCountedAndLost() {
        in.deliver(new byte[MOST]);
        assertThat(in.takesMore()).isFalse();
        in.discard();
        assertThat(in.goesOn()).isTrue();
        assertThat(memory.bytes()).isZero();
        assertThat(in.deliver(new byte[5])).isTrue();
        assertThat(in.discarded()).isEqualTo(5);
        assertThat(in.waiting()).isZero();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void withoutMemoryNothingIsTaken() {
        memory.reserve(Long.MAX_VALUE - TURN);
        assertThat(in.deliver(new byte[MOST])).isFalse();
        assertThat(in.waiting()).isZero();
    }
}
