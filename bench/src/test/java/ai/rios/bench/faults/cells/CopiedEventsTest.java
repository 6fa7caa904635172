package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.history.Content;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Violation;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CopiedEventsTest {
    private static LoggedEvent event(String place, long sequence, String status) {
        return new LoggedEvent(
                place,
                "red",
                "evt_" + sequence,
                "deploy_1",
                sequence,
                sequence,
                "op_" + sequence,
                "req_" + sequence,
                null,
                LoggedEvent.STATUS_CHANGED,
                new Content("web", new TreeMap<>(), status, "", 1, 1L, Instant.EPOCH));
    }

    private static final LoggedEvent FIRST = event("partition 0 offset 0", 1, "pending");
    private static final LoggedEvent SECOND = event("partition 0 offset 2", 2, "running");
    private static final LoggedEvent LATER = event("partition 0 offset 4", 3, "stopped");

    @Test
    void aCopyMayHaveMoreThanWasThereWhenTheCopyingBegan() {
        assertThat(CopiedEvents.missing(List.of(FIRST, SECOND), List.of(FIRST, SECOND, LATER)))
                .isEmpty();
    }

    @Test
    void whatWasThereAndIsNotInTheCopyIsNamedWithItsPlace() {
        assertThat(CopiedEvents.missing(List.of(FIRST, SECOND), List.of(FIRST, LATER)))
                .singleElement()
                .extracting(Violation::text)
                .asString()
                .contains("evt_2", "partition 0 offset 2", "has none there");
    }

    @Test
    void anotherEventInItsPlaceIsAsBadAsNone() {
        LoggedEvent other = event("partition 0 offset 2", 2, "failed");

        assertThat(CopiedEvents.missing(List.of(FIRST, SECOND), List.of(FIRST, other)))
                .singleElement()
                .extracting(Violation::tenant)
                .isEqualTo("red");
    }
}
