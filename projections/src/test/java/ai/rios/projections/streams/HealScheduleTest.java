package ai.rios.projections.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.projections.streams.HealSchedule.Due;
import ai.rios.projections.streams.HealSchedule.Place;
import ai.rios.projections.views.TenantState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HealScheduleTest {
    private static final Place ACME = new Place(0, "acme");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final HealSchedule schedule = new HealSchedule();

    private static TenantState blockedAt(long sequence) {
        return new TenantState(sequence, sequence, new TenantState.Block("a hole", sequence + 1, sequence + 2, 0));
    }

    @Test
    void aBlockedTenantIsReadAgainAtOnce() {
        schedule.stands(ACME, blockedAt(5), 100);

        assertThat(schedule.nextNanos()).hasValue(100);
        assertThat(schedule.take(100, 10)).containsExactly(new Due(ACME, blockedAt(5)));
    }

    @Test
    void attemptsThatChangeNothingComeAfterPausesThatDoubleToAMinute() {
        long now = 0;
        schedule.stands(ACME, blockedAt(5), now);
        for (long pause : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(schedule.take(now, 10)).hasSize(1);
            schedule.stands(ACME, blockedAt(5), now);
            assertThat(schedule.nextNanos()).hasValue(now + pause * SECOND);
            assertThat(schedule.take(now + pause * SECOND - 1, 10)).isEmpty();
            now += pause * SECOND;
        }
    }

    @Test
    void whatIsPutOffComesAgainASecondLaterAndCountsAsNoAttempt() {
        schedule.stands(ACME, blockedAt(5), 0);
        schedule.take(0, 10);

        schedule.putOff(ACME, 7);

        assertThat(schedule.nextNanos()).hasValue(7 + SECOND);
        schedule.take(7 + SECOND, 10);
        schedule.stands(ACME, blockedAt(5), 7 + SECOND);
        assertThat(schedule.nextNanos()).hasValue(7 + 2 * SECOND);
    }

    @Test
    void aLogThatCannotBeReadCountsAsAnAttempt() {
        schedule.stands(ACME, blockedAt(5), 0);
        schedule.take(0, 10);

        schedule.failed(ACME, 7);

        assertThat(schedule.nextNanos()).hasValue(7 + SECOND);
    }

    @Test
    void aTenantThatHasMovedIsReadAgainAtOnce() {
        schedule.stands(ACME, blockedAt(5), 0);
        schedule.take(0, 10);
        schedule.stands(ACME, blockedAt(5), 0);

        schedule.stands(ACME, blockedAt(6), 3);

        assertThat(schedule.take(3, 10)).containsExactly(new Due(ACME, blockedAt(6)));
    }

    @Test
    void aTenantWhoseAttemptIsUnderWayIsNotTakenTwice() {
        schedule.stands(ACME, blockedAt(5), 0);
        schedule.take(0, 10);

        assertThat(schedule.take(SECOND * 100, 10)).isEmpty();
        assertThat(schedule.nextNanos()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aTenantThatGoesOnAndAPartitionThatIsGoneAreForgotten() {
        schedule.stands(ACME, blockedAt(5), 0);
        schedule.stands(new Place(1, "other"), blockedAt(1), 0);

        schedule.stands(ACME, new TenantState(6, 6, null), 0);
        schedule.forget(1);

        assertThat(schedule.take(SECOND, 10)).isEmpty();
    }

    @Test
    void onePassTakesTheMostOverdueOfOnePartitionAndNoMoreThanAsked() {
        schedule.stands(new Place(1, "late"), blockedAt(1), 30);
        schedule.stands(new Place(0, "a"), blockedAt(1), 10);
        schedule.stands(new Place(0, "b"), blockedAt(1), 20);
        schedule.stands(new Place(0, "c"), blockedAt(1), 25);

        List<Due> due = schedule.take(100, 2);

        assertThat(due).extracting(one -> one.place().tenant()).containsExactly("a", "b");
    }
}
