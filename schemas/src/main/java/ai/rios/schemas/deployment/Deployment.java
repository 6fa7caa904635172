package ai.rios.schemas.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as its events up to {@code revision} make it. Both the decider and the views fold with {@link #after}, so that
 * they cannot differ. Immutable.
 *
 * @param reason why it has its status, for people; null when there is nothing to say
 * @param deleting stopping in order to be deleted
 * @param revision of the last event folded
 * @param generation of the spec
 * @param observedGeneration the last generation that what runs it has seen; 0 none
 * @param sequence of the tenant's event that made this revision
 * @param failures failures in a row since it last ran; sets the back-off
 */
public record Deployment(
        String id,
        String tenant,
        DeploymentSpec spec,
        DeploymentStatus status,
        @Nullable String reason,
        boolean deleting,
        long revision,
        long generation,
        long observedGeneration,
        long sequence,
        int failures,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * The deployment that a first event makes.
     *
     * @throws IllegalArgumentException unless the event is {@code created} with revision 1
     */
    public static Deployment first(DeploymentEvent event) {
        if (!(event.change() instanceof Change.Created created) || event.revision() != 1) {
            throw new IllegalArgumentException("a deployment starts with created at revision 1, not "
                    + event.change().type() + " at " + event.revision());
        }
        return new Deployment(
                event.deploymentId(),
                event.tenant(),
                created.spec(),
                event.status(),
                null,
                false,
                1,
                event.generation(),
                0,
                event.sequence(),
                0,
                event.time(),
                event.time());
    }

    /**
     * This deployment after its next event. After {@code deleted} it has that status, and the reader decides how long to keep
     * it.
     *
     * @throws IllegalArgumentException when the event is another deployment's, or not the next revision
     */
    public Deployment after(DeploymentEvent event) {
        if (!event.deploymentId().equals(id) || event.revision() != revision + 1) {
            throw new IllegalArgumentException("event " + event.deploymentId() + " revision " + event.revision()
                    + " does not follow " + id + " revision " + revision);
        }
        return switch (event.change()) {
            case Change.Created _ -> throw new IllegalArgumentException(id + " is created already");
            case Change.SpecChanged(DeploymentSpec changed, var _) ->
                with(event, changed, reason, deleting, observedGeneration, failures);
            case Change.StatusChanged(var _, DeploymentStatus to, String why, long observed) ->
                with(event, spec, why, deleting, observed, failuresAfter(to));
            case Change.DeletionRequested _ -> with(event, spec, reason, true, observedGeneration, failures);
            case Change.Deleted(var _, String why) -> with(event, spec, why, deleting, observedGeneration, failures);
            case Change.Unrecognized _ -> with(event, spec, reason, deleting, observedGeneration, failures);
        };
    }

    /**
     * Whether nothing more happens by itself: no timer will move it, nothing is to be placed, and what runs has seen the current
     * spec. A failed one that is to run will be tried again; one that is to stop and does not run will stay as it is.
     */
    public boolean isSettled() {
        return switch (status) {
            case RUNNING -> observedGeneration >= generation;
            case PENDING, FAILED -> spec.desired() == DesiredState.STOPPED;
            case STOPPED, DELETED -> true;
            case ASSIGNED, STARTING, STOPPING -> false;
        };
    }

    private int failuresAfter(DeploymentStatus to) {
        return switch (to) {
            case FAILED -> failures + 1;
            case RUNNING, STOPPED -> 0;
            case PENDING, ASSIGNED, STARTING, STOPPING, DELETED -> failures;
        };
    }

    private Deployment with(
            DeploymentEvent event,
            DeploymentSpec newSpec,
            @Nullable String newReason,
            boolean newDeleting,
            long newObservedGeneration,
            int newFailures) {
        return new Deployment(
                id,
                tenant,
                newSpec,
                event.status(),
                newReason,
                newDeleting,
                event.revision(),
                event.generation(),
                newObservedGeneration,
                event.sequence(),
                newFailures,
                createdAt,
                event.time());
    }
}
