package ai.rios.schemas.query;

import ai.rios.schemas.deployment.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DeploymentQueries#await} waits for.
 *
 * @param target what the deployment must be
 * @param minObservedGeneration the observed generation must be at least this; null any
 */
public record Condition(Target target, @Nullable Long minObservedGeneration) {
    /** What a deployment may be waited for to be. */
    public sealed interface Target {}

    /** It has that status; {@link DeploymentStatus#DELETED}: it is gone. */
    public record HasStatus(DeploymentStatus status) implements Target {}

    /** Nothing more happens by itself, see {@link ai.rios.schemas.deployment.Deployment#isSettled}; or it is gone. */
    public record Settled() implements Target {}
}
