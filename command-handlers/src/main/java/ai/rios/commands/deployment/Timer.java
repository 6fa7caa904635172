package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.Request;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that becomes due for a deployment, if nothing happens to it until then. It follows from the deployment and the limits,
 * so that it can be found again to be cleared; one that was set under other limits is not found, and stays until it is due.
 * Immutable.
 *
 * @param revision of the deployment that waits; at any other the timer is void
 */
public record Timer(Instant due, String tenant, String deploymentId, long revision, Kind kind) {
    /** What is to be done when it is due. */
    public enum Kind {
        /** Delete a deployment whose worker did not say that it has stopped. */
        DELETE_TIMED_OUT,
        /** Try a failed deployment again. */
        RETRY_FAILED
    }

    /** The timer of a deployment, or null when it waits for nothing. */
    static @Nullable Timer of(Deployment deployment, ShardLimits limits) {
        if (deployment.status() == DeploymentStatus.STOPPING && deployment.deleting()) {
            return after(limits.deleteAfter(), deployment, Kind.DELETE_TIMED_OUT);
        }
        if (isToBeRetried(deployment)) {
            return after(backOff(deployment.failures(), limits.longestRetry()), deployment, Kind.RETRY_FAILED);
        }
        return null;
    }

    /** Whether it failed while its owner wants it running. */
    static boolean isToBeRetried(Deployment deployment) {
        return deployment.status() == DeploymentStatus.FAILED
                && deployment.spec().desired() == DesiredState.RUNNING;
    }

    /** Whether its deployment, as it is held now, has gone or moved since the timer was set. */
    public boolean isVoid(@Nullable Held now) {
        return now == null || now.deployment().revision() != revision;
    }

    /** The request that is decided when it is due. */
    public Request request() {
        return switch (kind) {
            case DELETE_TIMED_OUT -> new Request.DeleteTimedOut(deploymentId, revision);
            case RETRY_FAILED -> new Request.RetryFailed(deploymentId, revision);
        };
    }

    /** 1, 2, 4 … seconds. */
    private static Duration backOff(int failures, Duration longest) {
        Duration backOff = Duration.ofSeconds(1L << Math.clamp(failures - 1, 0, 20));
        return backOff.compareTo(longest) < 0 ? backOff : longest;
    }

    private static Timer after(Duration wait, Deployment deployment, Kind kind) {
        return new Timer(
                deployment.updatedAt().plus(wait), deployment.tenant(), deployment.id(), deployment.revision(), kind);
    }
}
