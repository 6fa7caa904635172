package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.cells.CellTimeline.Strike;
import ai.rios.bench.faults.traffic.Traffic.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CellEvidenceTest {
    private static final List<String> TENANTS = List.of("red", "blue");
    private static final Moment READ = new Moment("red", false, true, true, false, "", 0, 1);
    private static final Strike STRIKE = new Strike(10, 20);

    private static Moment write(String tenant, long sent, boolean isReplayed) {
        return new Moment(tenant, true, true, true, isReplayed, "", sent, sent + 5);
    }

    private static Moment failed(String code) {
        return new Moment("red", true, false, false, false, code, 30, 31);
    }

    @Test
    void aCellInWhichEveryTenantWasServedAfterTheLastFaultLacksNothing() {
        List<Moment> moments = List.of(READ, write("red", 20, false), write("blue", 25, false), failed("timeout"));

        assertThat(CellEvidence.lacking(TENANTS, moments, 1, List.of(STRIKE))).isEmpty();
    }

    @Test
    void aStackThatAnswersNothingLacksCommandsOfEveryTenantAndReads() {
        assertThat(CellEvidence.lacking(TENANTS, List.of(failed("unavailable")), 0, List.of()))
                .containsExactly(
                        "no command of tenant red was acknowledged",
                        "no command of tenant blue was acknowledged",
                        "no read was answered");
    }

    @Test
    void whatWasAcknowledgedBeforeTheLastFaultsEndDoesNotCount() {
        List<Moment> moments = List.of(READ, write("red", 5, false), write("blue", 59, false), write("red", 61, false));

        assertThat(CellEvidence.lacking(TENANTS, moments, 2, List.of(STRIKE, new Strike(50, 60))))
                .containsExactly("no command of tenant blue was acknowledged after the last fault");
    }

    @Test
    void anEarlierAnswerIsNoSignOfLife() {
        List<Moment> moments = List.of(READ, write("red", 20, false), write("blue", 25, true));

        assertThat(CellEvidence.lacking(TENANTS, moments, 1, List.of(STRIKE)))
                .containsExactly("no command of tenant blue was acknowledged after the last fault");
    }

    @Test
    void everyFaultMustStrike() {
        List<Moment> moments = List.of(READ, write("red", 20, false), write("blue", 25, false));

        assertThat(CellEvidence.lacking(TENANTS, moments, 2, List.of(STRIKE))).containsExactly("1 of 2 faults struck");
    }

    @Test
    void anInternalErrorIsTold() {
        List<Moment> moments = List.of(
                READ, write("red", 20, false), write("blue", 25, false), failed("internal"), failed("internal"));

        assertThat(CellEvidence.lacking(TENANTS, moments, 1, List.of(STRIKE)))
                .containsExactly("2 answers were internal");
    }
}
