package ai.rios.commands.deployment;

import ai.rios.commands.spec.EncodedSize;
import ai.rios.commands.spec.MergePatch;
import ai.rios.commands.spec.SpecDifference;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Outcome.Result;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import ai.rios.schemas.deployment.SpecRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What owners ask of their deployments: preconditions first, then the domain's rules. A refusal leaves no event behind. */
final class OwnerRequests {
    private final Workspace work;

    OwnerRequests(Workspace work) {
        this.work = work;
    }

    /**
     * Decides one operation.
     *
     * @param itemIndex its place in a batch; 0 outside of one
     */
    Result decide(Request.BatchOperation operation, int itemIndex) {
        return switch (operation) {
            case Request.Get(String id) -> get(id);
            case Request.Create(DeploymentSpec spec, boolean onlyIfAbsent) -> create(spec, onlyIfAbsent, itemIndex);
            case Request.Update(String id, Precondition precondition, DeploymentSpec spec) ->
                update(id, precondition, spec);
            case Request.Patch(String id, Precondition precondition, SpecChanges changes) ->
                patch(id, precondition, changes);
            case Request.Delete(String id, Precondition precondition) -> delete(id, precondition);
            case Request.Malformed(var refusal) -> new Refused(Refusals.bounded(refusal), null, List.of());
        };
    }

    private Result get(String id) {
        Held held = work.find(id);
        return held == null ? Refusals.notFound(id) : done(Effect.READ, held.deployment());
    }

    private Result create(DeploymentSpec spec, boolean onlyIfAbsent, int itemIndex) {
        String holder = work.holder(spec.name());
        if (onlyIfAbsent && holder != null) {
            return Preconditions.nameHeld(Objects.requireNonNull(work.find(holder), "a held name has a holder"));
        }
        Refused refused = judge(spec, null);
        return refused != null ? refused : done(Effect.CREATED, work.create(spec, itemIndex));
    }

    private Result update(String id, Precondition precondition, DeploymentSpec spec) {
        Refused missing = Preconditions.missing(precondition, id);
        return missing != null ? missing : change(id, precondition, _ -> spec, true);
    }

    private Result patch(String id, Precondition precondition, SpecChanges changes) {
        return change(id, precondition, before -> MergePatch.apply(before, changes), MergePatch.namesDesired(changes));
    }

    private Result change(String id, Precondition precondition, SpecChange change, boolean namesDesired) {
        Held held = work.find(id);
        if (held == null) {
            return Refusals.notFound(id);
        }
        Refused failed = Preconditions.failed(precondition, held);
        if (failed != null) {
            return failed;
        }
        Deployment before = held.deployment();
        if (before.deleting()) {
            return Refusals.deleting(id);
        }
        DeploymentSpec spec = change.of(before.spec());
        Refused refused = judge(spec, before);
        return refused != null ? refused : apply(before, spec, namesDesired);
    }

    private Result apply(Deployment before, DeploymentSpec spec, boolean namesDesired) {
        List<String> changedFields = SpecDifference.between(before.spec(), spec);
        Deployment after = changedFields.isEmpty() ? before : work.changeSpec(before, spec, changedFields);
        if (namesDesired) {
            after = steer(after);
        }
        return done(after.revision() == before.revision() ? Effect.UNCHANGED : Effect.CHANGED, after);
    }

    /** Starts or stops a deployment as its owner wants it; where the way there is under way already, nothing is done. */
    private Deployment steer(Deployment deployment) {
        return switch (deployment.spec().desired()) {
            case STOPPED ->
                switch (deployment.status()) {
                    case ASSIGNED, STARTING, RUNNING -> work.moveTo(deployment, DeploymentStatus.STOPPING);
                    case PENDING, FAILED, STOPPING, STOPPED, DELETED -> deployment;
                };
            case RUNNING ->
                switch (deployment.status()) {
                    case FAILED, STOPPED -> work.moveTo(deployment, DeploymentStatus.PENDING);
                    case PENDING, ASSIGNED, STARTING, RUNNING, STOPPING, DELETED -> deployment;
                };
        };
    }

    private Result delete(String id, Precondition precondition) {
        Refused missing = Preconditions.missing(precondition, id);
        if (missing != null) {
            return missing;
        }
        Held held = work.find(id);
        if (held == null) {
            return Refusals.notFound(id);
        }
        Refused failed = Preconditions.failed(precondition, held);
        if (failed != null) {
            return failed;
        }
        Deployment deployment = held.deployment();
        if (deployment.deleting()) {
            return done(Effect.DELETING, deployment);
        }
        return switch (deployment.status()) {
            case PENDING, FAILED, STOPPED -> done(Effect.DELETED, work.delete(deployment, null));
            case ASSIGNED, STARTING, RUNNING, STOPPING -> done(Effect.DELETING, work.requestDeletion(deployment));
            case DELETED -> throw new IllegalStateException("a deleted deployment is never found");
        };
    }

    /** Refuses a spec that breaks a rule, or whose name another deployment holds. */
    private @Nullable Refused judge(DeploymentSpec spec, @Nullable Deployment before) {
        String id = before == null ? null : before.id();
        List<Violation> violations = SpecRules.violations(spec);
        if (!violations.isEmpty()) {
            return Refusals.invalid(violations, id);
        }
        if (EncodedSize.of(spec) > EncodedSize.MAX_RESOURCE_BYTES) {
            return Refusals.tooLarge(id);
        }
        String holder = work.holder(spec.name());
        return holder == null || holder.equals(id) ? null : Refusals.nameTaken(spec.name(), id);
    }

    private static Done done(Effect effect, Deployment deployment) {
        return new Done(effect, deployment.id(), deployment.revision(), deployment);
    }

    /** Makes another spec of one. */
    private interface SpecChange {
        DeploymentSpec of(DeploymentSpec before);
    }
}
