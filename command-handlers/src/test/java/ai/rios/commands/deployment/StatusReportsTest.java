package ai.rios.commands.deployment;

import static ai.rios.commands.deployment.Bench.code;
import static ai.rios.commands.deployment.Bench.done;
import static ai.rios.commands.deployment.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportsTest {
    private final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource({
        "starting, 'status_changed:assigned,status_changed:starting'",
        "running, 'status_changed:assigned,status_changed:starting,status_changed:running'",
        "failed, 'status_changed:assigned,status_changed:starting,status_changed:failed'"
    })
    void aReportTakesAPendingDeploymentOverByLegalSteps(String status, String steps) {
        String id = bench.create("web");

        bench.report(id, status);

        assertThat(String.join(",", bench.typesOf(id))).isEqualTo("created:pending," + steps);
    }

    @Test
    void whatIsToBeStoppedIsNotTakenOver() {
        String id = bench.create("web");
        bench.desire(id, DesiredState.STOPPED);

        assertThat(code(bench.report(id, "running"))).isEqualTo(ErrorCode.ILLEGAL_TRANSITION);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, stopped",
        "ASSIGNED, running",
        "ASSIGNED, failed",
        "ASSIGNED, stopped",
        "STARTING, stopped",
        "RUNNING, starting",
        "RUNNING, stopped",
        "FAILED, starting",
        "FAILED, running",
        "FAILED, stopped",
        "STOPPING, starting",
        "STOPPING, running",
        "STOPPING, failed",
        "STOPPED, starting",
        "STOPPED, running",
        "STOPPED, failed"
    })
    void whatTheTableDoesNotAllowIsRefused(DeploymentStatus from, String reported) {
        String id = bench.createIn(from);

        assertThat(code(bench.report(id, reported))).isEqualTo(ErrorCode.ILLEGAL_TRANSITION);
        assertThat(bench.statusOf(id)).isEqualTo(from);
    }

    @ParameterizedTest
    @CsvSource({
        "ASSIGNED, starting",
        "STARTING, running",
        "STARTING, failed",
        "RUNNING, failed",
        "STOPPING, stopped",
    })
    void whatTheTableAllowsIsOneStep(DeploymentStatus from, String reported) {
        String id = bench.createIn(from);
        int events = bench.log.size();

        Outcome outcome = bench.report(id, reported);

        assertThat(done(outcome).effect()).isEqualTo(Effect.CHANGED);
        assertThat(bench.statusOf(id).wire()).isEqualTo(reported);
        assertThat(bench.log).hasSize(events + 1);
    }

    @Test
    void aReportThatChangesNothingWritesNoEvent() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        int events = bench.log.size();

        Outcome outcome = bench.report(id, "running");

        assertThat(done(outcome).effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(bench.log).hasSize(events);
    }

    @Test
    void aReportOfAnOlderGenerationChangesNothing() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        bench.submit(new Request.Patch(id, new Precondition.None(), Bench.image("app:2")));

        Outcome outcome = bench.submit(new Request.ReportStatus(id, "failed", 1L, "old"));

        assertThat(done(outcome).effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.RUNNING);
    }

    @Test
    void theNewGenerationIsObservedWithoutATransition() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        bench.submit(new Request.Patch(id, new Precondition.None(), Bench.image("app:2")));

        bench.submit(new Request.ReportStatus(id, "running", 2L, null));

        assertThat(bench.find(id).observedGeneration()).isEqualTo(2);
    }

    @Test
    void aWorkerThatHasSeenNoGenerationYetIsAnOldReporter() {
        String id = bench.createIn(DeploymentStatus.RUNNING);

        Outcome outcome = bench.submit(new Request.ReportStatus(id, "failed", 0L, null));

        assertThat(done(outcome).effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(bench.find(id).status()).isEqualTo(DeploymentStatus.RUNNING);
    }

    @Test
    void aBadReportNamesAllItsFields() {
        String id = bench.create("web");

        Outcome outcome = bench.submit(new Request.ReportStatus(id, "assigned", 7L, "x".repeat(1025)));

        assertThat(refusal(outcome).violations())
                .extracting(Violation::field)
                .containsExactly("status", "observed_generation", "reason");
    }

    @Test
    void failuresAreRetriedWithAGrowingBackOff() {
        String id = bench.create("web");

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            bench.report(id, "failed");
            bench.pass(Duration.ofSeconds(seconds).minusMillis(1));
            bench.runTimers();
            assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.FAILED);
            bench.pass(Duration.ofMillis(1));
            bench.runTimers();
            assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.PENDING);
        }
    }

    @Test
    void aFailureToldAgainDoesNotPostponeTheRetry() {
        String id = bench.createIn(DeploymentStatus.FAILED);
        bench.pass(Duration.ofMillis(999));

        Outcome again = bench.submit(new Request.ReportStatus(id, "failed", null, "still failing, second look"));

        assertThat(done(again).effect()).isEqualTo(Effect.UNCHANGED);
        bench.pass(Duration.ofMillis(1));
        bench.runTimers();
        assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.PENDING);
    }

    @Test
    void runningAgainResetsTheBackOff() {
        String id = bench.createIn(DeploymentStatus.FAILED);
        bench.pass(Duration.ofSeconds(1));
        bench.runTimers();
        bench.report(id, "running");
        bench.report(id, "failed");

        bench.pass(Duration.ofSeconds(1));
        bench.runTimers();

        assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.PENDING);
    }

    @Test
    void aTimerIsVoidOnceTheRevisionHasMoved() {
        String id = bench.createIn(DeploymentStatus.FAILED);
        long failedAt = bench.find(id).revision();
        bench.submit(new Request.Patch(id, new Precondition.None(), Bench.image("app:2")));

        Decision decision =
                bench.decide(bench.command(new Request.RetryFailed(id, failedAt), null, false), bench.meta());

        assertThat(decision.events()).isEmpty();
        assertThat(decision.outcome()).isNull();
    }
}
