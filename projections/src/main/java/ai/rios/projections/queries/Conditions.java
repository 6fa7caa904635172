package ai.rios.projections.queries;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.Condition;
import java.util.Optional;

/** Whether what a client waits for holds. */
final class Conditions {
    private Conditions() {}

    /** @param deployment empty when it is gone or never was */
    static boolean holds(Condition condition, Optional<Deployment> deployment) {
        boolean reached = switch (condition.target()) {
            case Condition.HasStatus(DeploymentStatus status) -> hasStatus(deployment, status);
            case Condition.Settled() -> deployment.map(Deployment::isSettled).orElse(true);
        };
        Long observed = condition.minObservedGeneration();
        return reached
                && (observed == null || deployment.isEmpty() || deployment.get().observedGeneration() >= observed);
    }

    private static boolean hasStatus(Optional<Deployment> deployment, DeploymentStatus status) {
        DeploymentStatus now = deployment.map(Deployment::status).orElse(DeploymentStatus.DELETED);
        return now == status;
    }
}
