package ai.rios.commands.deployment;

import static ai.rios.schemas.deployment.DeploymentStatus.ASSIGNED;
import static ai.rios.schemas.deployment.DeploymentStatus.FAILED;
import static ai.rios.schemas.deployment.DeploymentStatus.PENDING;
import static ai.rios.schemas.deployment.DeploymentStatus.RUNNING;
import static ai.rios.schemas.deployment.DeploymentStatus.STARTING;
import static ai.rios.schemas.deployment.DeploymentStatus.STOPPED;
import static ai.rios.schemas.deployment.DeploymentStatus.STOPPING;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Outcome.Result;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.ReportRules;
import ai.rios.schemas.deployment.Request;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs a deployment says how it is. */
final class StatusReports {
    private final Workspace work;

    StatusReports(Workspace work) {
        this.work = work;
    }

    /** Applies a report, or says why it changes nothing or is refused. */
    Result decide(Request.ReportStatus report) {
        Held held = work.find(report.id());
        if (held == null) {
            return Refusals.notFound(report.id());
        }
        Deployment deployment = held.deployment();
        List<Violation> violations = ReportRules.violations(
                report.status(), report.observedGeneration(), report.reason(), deployment.generation());
        Optional<DeploymentStatus> reported = DeploymentStatus.ofWire(report.status());
        if (!violations.isEmpty() || reported.isEmpty()) {
            return Refusals.invalid(violations, report.id());
        }
        long generation = generationOf(report, deployment);
        if (generation < deployment.generation()
                || changesNothing(deployment, reported.get(), report.reason(), generation)) {
            return done(Effect.UNCHANGED, deployment);
        }
        return apply(deployment, reported.get(), report.reason(), generation);
    }

    private Result apply(Deployment deployment, DeploymentStatus to, @Nullable String reason, long generation) {
        if (isOutsideTakeOver(deployment, to)) {
            Deployment assigned = work.moveTo(deployment, ASSIGNED);
            Deployment starting = to == STARTING ? assigned : work.moveTo(assigned, STARTING);
            return done(Effect.CHANGED, work.moveTo(starting, to, reason, generation));
        }
        if (!Lifecycle.allows(deployment.status(), to)) {
            return Refusals.illegalTransition(deployment.id(), deployment.status(), to);
        }
        if (deployment.status() == STOPPING && to == STOPPED) {
            return done(Effect.CHANGED, stopped(deployment, reason, generation));
        }
        return done(Effect.CHANGED, work.moveTo(deployment, to, reason, generation));
    }

    /** What was to be deleted is deleted; what its owner wants running again by now goes back to be placed. */
    private Deployment stopped(Deployment deployment, @Nullable String reason, long generation) {
        if (deployment.deleting()) {
            return work.delete(deployment, reason);
        }
        Deployment stopped = work.moveTo(deployment, STOPPED, reason, generation);
        return stopped.spec().desired() == DesiredState.RUNNING ? work.moveTo(stopped, PENDING) : stopped;
    }

    /**
     * Whether something that the system has not assigned reports on a pending deployment. One that is to be stopped is not
     * placed, and so not taken over.
     */
    private static boolean isOutsideTakeOver(Deployment deployment, DeploymentStatus to) {
        return deployment.status() == PENDING
                && deployment.spec().desired() == DesiredState.RUNNING
                && (to == STARTING || to == RUNNING || to == FAILED);
    }

    /** A failure told again is the same failure, whatever its words: as a change it would put off the retry, for ever if told often. */
    private static boolean changesNothing(
            Deployment deployment, DeploymentStatus to, @Nullable String reason, long generation) {
        return deployment.status() == to
                && deployment.observedGeneration() == generation
                && (to == FAILED || Objects.equals(deployment.reason(), reason));
    }

    private static long generationOf(Request.ReportStatus report, Deployment deployment) {
        Long observed = report.observedGeneration();
        return observed == null ? deployment.generation() : observed;
    }

    private static Done done(Effect effect, Deployment deployment) {
        return new Done(effect, deployment.id(), deployment.revision(), deployment);
    }
}
