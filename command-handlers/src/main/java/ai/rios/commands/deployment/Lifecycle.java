package ai.rios.commands.deployment;

import static ai.rios.schemas.deployment.DeploymentStatus.ASSIGNED;
import static ai.rios.schemas.deployment.DeploymentStatus.DELETED;
import static ai.rios.schemas.deployment.DeploymentStatus.FAILED;
import static ai.rios.schemas.deployment.DeploymentStatus.PENDING;
import static ai.rios.schemas.deployment.DeploymentStatus.RUNNING;
import static ai.rios.schemas.deployment.DeploymentStatus.STARTING;
import static ai.rios.schemas.deployment.DeploymentStatus.STOPPED;
import static ai.rios.schemas.deployment.DeploymentStatus.STOPPING;

import ai.rios.schemas.deployment.DeploymentStatus;
import java.util.Set;

/**
 * Which status may follow which.
 *
 * <pre>
 *   pending  -> assigned | deleted
 *   assigned -> starting | pending | stopping
 *   starting -> running | failed | pending | stopping
 *   running  -> failed | pending | stopping
 *   failed   -> pending | stopping | deleted
 *   stopping -> stopped | deleted
 *   stopped  -> pending | deleted
 * </pre>
 */
public final class Lifecycle {
    private Lifecycle() {}

    /** The statuses that may follow; empty after {@code deleted}. */
    public static Set<DeploymentStatus> successors(DeploymentStatus status) {
        return switch (status) {
            case PENDING -> Set.of(ASSIGNED, DELETED);
            case ASSIGNED -> Set.of(STARTING, PENDING, STOPPING);
            case STARTING -> Set.of(RUNNING, FAILED, PENDING, STOPPING);
            case RUNNING -> Set.of(FAILED, PENDING, STOPPING);
            case FAILED -> Set.of(PENDING, STOPPING, DELETED);
            case STOPPING -> Set.of(STOPPED, DELETED);
            case STOPPED -> Set.of(PENDING, DELETED);
            case DELETED -> Set.of();
        };
    }

    /** Whether an event may leave a deployment that has the first status with the second; staying is no transition. */
    public static boolean allows(DeploymentStatus from, DeploymentStatus to) {
        return from == to ? from != DELETED : successors(from).contains(to);
    }
}
