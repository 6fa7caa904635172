package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.streams.HopelessException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the state of a partition that is taken over is refused for, and how. */
class StateCheckTest {
    private final Map<Integer, LastEvent> log = new HashMap<>();
    private final StateCheck check = new StateCheck(partition -> Optional.ofNullable(log.get(partition)));

    @Test
    void aStateWithTheLogsLastEventIsTaken() {
        log.put(0, event(1));

        assertThatCode(() -> check.check(0, event(1))).doesNotThrowAnyException();
        assertThatCode(() -> check.check(1, null)).doesNotThrowAnyException();
    }

    @Test
    void aStateThatAnothersEventIsNewerThanIsToBeRestoredAnew() {
        log.put(0, event(2));

        assertThatThrownBy(() -> check.check(0, event(1)))
                .isInstanceOf(StaleStateException.class)
                .isNotInstanceOf(HopelessException.class)
                .hasMessageContaining("partition 0")
                .hasMessageContaining("evt_1 (sequence 1 of acme)")
                .hasMessageContaining("evt_2 (sequence 2 of acme)");
    }

    @Test
    void aStateThatLacksTheSameLastEventAgainIsHopeless() {
        log.put(0, event(2));
        refuseAsStale(0, event(1));

        assertThatThrownBy(() -> check.check(0, null))
                .isInstanceOf(HopelessException.class)
                .hasMessage(
                        "partition 0 must not be decided on: the last event in its state is none, the last one in its log is "
                                + "evt_2 (sequence 2 of acme)");
    }

    @Test
    void aStateOfALogThatHasLostItsEventsIsHopelessTheSecondTime() {
        refuseAsStale(0, event(1));

        assertThatThrownBy(() -> check.check(0, event(1))).isInstanceOf(StateMismatchException.class);
    }

    @Test
    void lossesInARowAreNoProofWhileSomebodyDecides() {
        for (int sequence = 2; sequence < 10; sequence++) {
            log.put(0, event(sequence));
            refuseAsStale(0, event(sequence - 1));
        }

        assertThatCode(() -> check.check(0, event(9))).doesNotThrowAnyException();
    }

    @Test
    void aPartitionsLossIsNoProofAgainstAnother() {
        log.put(0, event(2));
        log.put(1, event(2));
        refuseAsStale(0, event(1));

        refuseAsStale(1, event(1));
    }

    @Test
    void aStateThatWasTakenSinceBeginsAnew() {
        log.put(0, event(2));
        refuseAsStale(0, event(1));
        check.check(0, event(2));

        refuseAsStale(0, event(1));
    }

    private void refuseAsStale(int partition, LastEvent inState) {
        assertThatThrownBy(() -> check.check(partition, inState)).isInstanceOf(StaleStateException.class);
    }

    private static LastEvent event(long sequence) {
        return new LastEvent("evt_" + sequence, "acme", sequence);
    }
}
