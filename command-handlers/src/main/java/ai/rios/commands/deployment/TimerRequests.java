package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Request;

/** What the system's own timers ask for. Void, without a word, when the deployment has moved since the timer was set. */
final class TimerRequests {
    private final Workspace work;

    TimerRequests(Workspace work) {
        this.work = work;
    }

    /** Deletes a deployment whose worker has not said in time that it has stopped. */
    void decide(Request.DeleteTimedOut timedOut) {
        Held held = work.find(timedOut.id());
        if (held == null || held.deployment().revision() != timedOut.revision()) {
            return;
        }
        Deployment deployment = held.deployment();
        if (deployment.deleting() && deployment.status() == DeploymentStatus.STOPPING) {
            work.delete(deployment, "nothing reported in time that it had stopped");
        }
    }

    /** Has a failed deployment placed again. */
    void decide(Request.RetryFailed retry) {
        Held held = work.find(retry.id());
        if (held == null || held.deployment().revision() != retry.revision()) {
            return;
        }
        if (Timer.isToBeRetried(held.deployment())) {
            work.moveTo(held.deployment(), DeploymentStatus.PENDING);
        }
    }
}
