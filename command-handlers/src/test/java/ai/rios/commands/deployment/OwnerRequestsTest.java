package ai.rios.commands.deployment;

import static ai.rios.commands.deployment.Bench.ANY;
import static ai.rios.commands.deployment.Bench.code;
import static ai.rios.commands.deployment.Bench.done;
import static ai.rios.commands.deployment.Bench.refusal;
import static ai.rios.commands.deployment.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnerRequestsTest {
    private final Bench bench = new Bench();

    @Test
    void aNewDeploymentIsPendingAtRevisionAndGenerationOne() {
        Outcome outcome = bench.submit(new Request.Create(spec("web"), false));

        assertThat(done(outcome).effect()).isEqualTo(Effect.CREATED);
        assertThat(outcome.sequence()).isEqualTo(1);
        assertThat(bench.find(done(outcome).deploymentId())).satisfies(made -> {
            assertThat(made.status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(made.revision()).isEqualTo(1);
            assertThat(made.generation()).isEqualTo(1);
            assertThat(made.createdAt()).isEqualTo(bench.now());
        });
    }

    @Test
    void aRefusalNamesEveryBadFieldAtOnce() {
        DeploymentSpec bad = new DeploymentSpec(
                "-web", "UPPER CASE", 0, 64, Map.of("1X", "v"), Map.of("k", "a b"), "EU", 101, DesiredState.RUNNING);

        Outcome outcome = bench.submit(new Request.Create(bad, false));

        assertThat(refusal(outcome).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(outcome).violations())
                .extracting(Violation::field)
                .containsExactly(
                        "name",
                        "image",
                        "resources.cpu",
                        "resources.memory",
                        "env.1X",
                        "labels.k",
                        "region",
                        "replicas");
        assertThat(bench.log).isEmpty();
    }

    @Test
    void aResourceOver64KiBIsRefused() {
        Map<String, String> env = new HashMap<>();
        for (int i = 0; i < 17; i++) {
            env.put("V" + i, "x".repeat(4096));
        }
        DeploymentSpec large = new DeploymentSpec("web", "app", 1, 1024, env, Map.of(), null, 1, DesiredState.RUNNING);

        assertThat(code(bench.submit(new Request.Create(large, false)))).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void aNameIsHeldUntilItsDeploymentIsDeleted() {
        String id = bench.create("web");
        assertThat(code(bench.submit(new Request.Create(spec("web"), false)))).isEqualTo(ErrorCode.ALREADY_EXISTS);

        bench.submit(new Request.Delete(id, ANY));

        assertThat(bench.create("web")).isNotEqualTo(id);
    }

    @Test
    void onlyIfAbsentTellsTheHoldersRevision() {
        bench.create("web");

        Outcome outcome = bench.submit(new Request.Create(spec("web"), true));

        assertThat(code(outcome)).isEqualTo(ErrorCode.REVISION_MISMATCH);
        assertThat(refusal(outcome).currentRevision()).isEqualTo(1);
    }

    @Test
    void renamingFreesTheOldNameAndHoldsTheNew() {
        String id = bench.create("web");

        bench.submit(new Request.Update(id, ANY, spec("shop")));

        assertThat(code(bench.submit(new Request.Create(spec("shop"), false)))).isEqualTo(ErrorCode.ALREADY_EXISTS);
        bench.create("web");
    }

    @Test
    void updateAndDeleteNeedAPrecondition() {
        String id = bench.create("web");
        Precondition none = new Precondition.None();

        assertThat(code(bench.submit(new Request.Update(id, none, spec("web")))))
                .isEqualTo(ErrorCode.PRECONDITION_REQUIRED);
        assertThat(code(bench.submit(new Request.Delete(id, none)))).isEqualTo(ErrorCode.PRECONDITION_REQUIRED);
    }

    @Test
    void aStaleRevisionIsToldWhatHasChangedSince() {
        String id = bench.create("web");
        bench.submit(new Request.Patch(id, ANY, Bench.image("app:2")));
        bench.report(id, "starting");

        Outcome outcome =
                bench.submit(new Request.Patch(id, new Precondition.Revisions(Set.of(1L)), Bench.image("app:3")));

        assertThat(code(outcome)).isEqualTo(ErrorCode.REVISION_MISMATCH);
        assertThat(refusal(outcome).currentRevision()).isEqualTo(4);
        assertThat(refusal(outcome).changedFields()).contains("image", "status");
    }

    @Test
    void preconditionsComeBeforeFieldRules() {
        String id = bench.create("web");

        Outcome outcome =
                bench.submit(new Request.Update(id, new Precondition.Revisions(Set.of(9L)), spec("Not A Name")));

        assertThat(code(outcome)).isEqualTo(ErrorCode.REVISION_MISMATCH);
    }

    @Test
    void anUpdateThatChangesNothingWritesNoEvent() {
        String id = bench.create("web");

        Outcome outcome = bench.submit(new Request.Update(id, ANY, spec("web")));

        assertThat(done(outcome).effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(bench.log).hasSize(1);
    }

    @Test
    void aSpecChangeIsTheNextGeneration() {
        String id = bench.createIn(DeploymentStatus.RUNNING);

        bench.submit(new Request.Patch(id, new Precondition.None(), Bench.image("app:2")));

        assertThat(bench.find(id).generation()).isEqualTo(2);
        assertThat(bench.find(id).observedGeneration()).isEqualTo(1);
        assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.RUNNING);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASSIGNED", "STARTING", "RUNNING"})
    void stoppingWhatRunsGoesByWayOfStopping(DeploymentStatus status) {
        String id = bench.createIn(status);

        bench.desire(id, DesiredState.STOPPED);

        assertThat(bench.typesOf(id)).endsWith("spec_changed:" + status.wire(), "status_changed:stopping");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "FAILED"})
    void stoppingWhatDoesNotRunChangesDesiredAndGenerationOnly(DeploymentStatus status) {
        String id = bench.createIn(status);

        bench.desire(id, DesiredState.STOPPED);

        assertThat(bench.statusOf(id)).isEqualTo(status);
        assertThat(bench.find(id).generation()).isEqualTo(2);
        assertThat(bench.state.timers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "FAILED"})
    void startingWhatHasEndedPutsItBackToPending(DeploymentStatus status) {
        String id = bench.createIn(status);

        Outcome outcome = bench.desire(id, DesiredState.RUNNING);

        assertThat(done(outcome).effect()).isEqualTo(Effect.CHANGED);
        assertThat(bench.statusOf(id)).isEqualTo(DeploymentStatus.PENDING);
    }

    @Test
    void whatIsWantedAgainWhileStoppingGoesBackToPendingOnceStopped() {
        String id = bench.createIn(DeploymentStatus.STOPPING);
        bench.desire(id, DesiredState.RUNNING);

        bench.report(id, "stopped");

        assertThat(bench.typesOf(id)).endsWith("status_changed:stopped", "status_changed:pending");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "FAILED", "STOPPED"})
    void whatDoesNotRunIsDeletedAtOnce(DeploymentStatus status) {
        String id = bench.createIn(status);

        Outcome outcome = bench.submit(new Request.Delete(id, ANY));

        assertThat(done(outcome).effect()).isEqualTo(Effect.DELETED);
        assertThat(bench.state.deployment(Bench.TENANT, id)).isNull();
        assertThat(bench.state.timers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ASSIGNED", "STARTING", "RUNNING", "STOPPING"})
    void whatRunsIsStoppedFirst(DeploymentStatus status) {
        String id = bench.createIn(status);

        Outcome outcome = bench.submit(new Request.Delete(id, ANY));

        assertThat(done(outcome).effect()).isEqualTo(Effect.DELETING);
        bench.report(id, "stopped");
        assertThat(bench.typesOf(id)).endsWith("deletion_requested:stopping", "deleted:deleted");
    }

    @Test
    void whatNobodyReportsStoppedIsDeletedAfterThirtySeconds() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        bench.submit(new Request.Delete(id, ANY));

        bench.pass(Duration.ofSeconds(30));
        bench.runTimers();

        assertThat(bench.typesOf(id)).endsWith("deleted:deleted");
        bench.create("in-running");
    }

    @Test
    void deletingWhatIsBeingDeletedSaysSoAgainAndWritesNothing() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        bench.submit(new Request.Delete(id, ANY));
        long revision = bench.find(id).revision();

        Outcome again = bench.submit(new Request.Delete(id, ANY));

        assertThat(done(again).effect()).isEqualTo(Effect.DELETING);
        assertThat(bench.find(id).revision()).isEqualTo(revision);
    }

    @Test
    void aDeploymentThatIsBeingDeletedTakesNoChange() {
        String id = bench.createIn(DeploymentStatus.RUNNING);
        bench.submit(new Request.Delete(id, ANY));

        assertThat(code(bench.submit(new Request.Update(id, ANY, spec("web"))))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(code(bench.desire(id, DesiredState.STOPPED))).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(code(bench.desire("deploy_none", DesiredState.STOPPED))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(bench.report("deploy_none", "running"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(bench.submit(new Request.Delete("deploy_none", ANY)))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void aDryRunDecidesAndWritesNothing() {
        Outcome outcome = bench.dryRun(new Request.Create(spec("web"), false));

        assertThat(done(outcome).deployment()).isNotNull();
        assertThat(outcome.dryRun()).isTrue();
        assertThat(outcome.sequence()).isZero();
        assertThat(bench.log).isEmpty();
        bench.create("web");
    }
}
