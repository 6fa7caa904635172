package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentEvent.BatchPosition;
import ai.rios.schemas.deployment.DeploymentEvent.Cause;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the state with what has been decided so far laid over it. Every event passes through it, which
 * is where revision, sequence and legality are kept. Confined to one decision.
 */
final class Workspace {
    /** Events that one command may lead to: their index has eight bits in their ids. */
    private static final int MAX_EVENTS = 256;

    private final ShardState base;
    private final DeploymentCommand command;
    private final CommandMeta meta;
    private final DecisionIds ids;
    private final TenantState tenantBefore;

    /** Deployments that events have touched, gone ones with the status deleted. */
    private final Map<String, Held> touched = new LinkedHashMap<>();

    /** Names that events have touched; the value is the holder's id, empty when free. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final List<DeploymentEvent> events = new ArrayList<>();

    Workspace(ShardState base, DeploymentCommand command, CommandMeta meta, DecisionIds ids) {
        this.base = base;
        this.command = command;
        this.meta = meta;
        this.ids = ids;
        this.tenantBefore = base.tenant(command.tenant());
    }

    /** The living deployment with that id, or null. */
    @Nullable Held find(String id) {
        Held held = touched.get(id);
        if (held == null) {
            held = base.deployment(command.tenant(), id);
        }
        return held == null || held.deployment().status() == DeploymentStatus.DELETED ? null : held;
    }

    /** Id of the deployment that holds that name, or null. */
    @Nullable String holder(String name) {
        String id = names.get(name);
        if (id == null) {
            return base.holder(command.tenant(), name);
        }
        return id.isEmpty() ? null : id;
    }

    /** Makes a deployment. */
    Deployment create(DeploymentSpec spec, int itemIndex) {
        String id = ids.deployment(meta, itemIndex);
        DeploymentEvent event = event(id, 1, DeploymentStatus.PENDING, 1, new Change.Created(spec));
        names.put(spec.name(), id);
        return add(event, Held.first(event));
    }

    /** Gives a deployment another spec and the next generation. */
    Deployment changeSpec(Deployment deployment, DeploymentSpec spec, List<String> changedFields) {
        if (!spec.name().equals(deployment.spec().name())) {
            names.put(deployment.spec().name(), "");
            names.put(spec.name(), deployment.id());
        }
        return next(
                deployment,
                deployment.status(),
                deployment.generation() + 1,
                new Change.SpecChanged(spec, changedFields));
    }

    /** Moves a deployment to a status, or lets it stay there with another reason or observed generation. */
    Deployment moveTo(Deployment deployment, DeploymentStatus to, @Nullable String reason, long observedGeneration) {
        return next(
                deployment,
                to,
                deployment.generation(),
                new Change.StatusChanged(deployment.status(), to, reason, observedGeneration));
    }

    /** Moves a deployment to a status, with nothing else said. */
    Deployment moveTo(Deployment deployment, DeploymentStatus to) {
        return moveTo(deployment, to, null, deployment.observedGeneration());
    }

    /** Has a deployment stopped in order to be deleted. */
    Deployment requestDeletion(Deployment deployment) {
        return next(
                deployment,
                DeploymentStatus.STOPPING,
                deployment.generation(),
                new Change.DeletionRequested(deployment.status()));
    }

    /** Deletes a deployment and frees its name. */
    Deployment delete(Deployment deployment, @Nullable String reason) {
        names.put(deployment.spec().name(), "");
        return next(
                deployment,
                DeploymentStatus.DELETED,
                deployment.generation(),
                new Change.Deleted(deployment.status(), reason));
    }

    /** The same decision before anything was decided. */
    Workspace untouched() {
        return new Workspace(base, command, meta, ids);
    }

    String tenant() {
        return command.tenant();
    }

    TenantState tenantBefore() {
        return tenantBefore;
    }

    /** The tenant's sequence after what has been decided so far. */
    long sequence() {
        return tenantBefore.sequence() + events.size();
    }

    /** The events, with their places in the batch when the command is one. */
    List<DeploymentEvent> events() {
        if (!(command.request() instanceof Request.Batch)) {
            return List.copyOf(events);
        }
        List<DeploymentEvent> placed = new ArrayList<>(events.size());
        for (DeploymentEvent event : events) {
            placed.add(inBatch(event, new BatchPosition(command.operation(), placed.size(), events.size())));
        }
        return placed;
    }

    /** What the events change in the state, but for the tenant's counts. */
    List<Write> writes(ShardLimits limits) {
        List<Write> writes = new ArrayList<>();
        touched.forEach((id, after) -> {
            Held before = base.deployment(command.tenant(), id);
            Timer timerBefore = before == null ? null : Timer.of(before.deployment(), limits);
            if (timerBefore != null) {
                writes.add(new Write.ClearTimer(timerBefore));
            }
            if (after.deployment().status() != DeploymentStatus.DELETED) {
                writes.add(new Write.PutDeployment(after));
            } else if (before != null) {
                writes.add(new Write.RemoveDeployment(after.deployment()));
            }
            Timer timer = Timer.of(after.deployment(), limits);
            if (timer != null) {
                writes.add(new Write.SetTimer(timer));
            }
        });
        names.forEach((name, id) -> writes.add(
                id.isEmpty()
                        ? new Write.FreeName(command.tenant(), name)
                        : new Write.HoldName(command.tenant(), name, id)));
        return writes;
    }

    private Deployment next(Deployment deployment, DeploymentStatus status, long generation, Change change) {
        if (!Lifecycle.allows(deployment.status(), status)) {
            throw new IllegalStateException(
                    deployment.id() + " may not go from " + deployment.status() + " to " + status);
        }
        Held held = find(deployment.id());
        if (held == null || held.deployment().revision() != deployment.revision()) {
            throw new IllegalStateException(deployment.id() + " has moved during its own decision");
        }
        DeploymentEvent event = event(deployment.id(), deployment.revision() + 1, status, generation, change);
        return add(event, held.after(event));
    }

    private Deployment add(DeploymentEvent event, Held after) {
        if (events.size() == MAX_EVENTS) {
            throw new IllegalStateException("a command may lead to " + MAX_EVENTS + " events");
        }
        events.add(event);
        touched.put(event.deploymentId(), after);
        return after.deployment();
    }

    private DeploymentEvent event(String id, long revision, DeploymentStatus status, long generation, Change change) {
        DeploymentCommand.Idempotency idempotency = command.idempotency();
        return new DeploymentEvent(
                ids.event(meta, events.size()),
                command.tenant(),
                id,
                revision,
                sequence() + 1,
                meta.appendedAt(),
                new Cause(
                        command.operation(),
                        command.requestId(),
                        command.actor(),
                        command.request().type(),
                        idempotency == null ? null : idempotency.key(),
                        meta.trace()),
                null,
                status,
                generation,
                change);
    }

    private static DeploymentEvent inBatch(DeploymentEvent event, BatchPosition position) {
        return new DeploymentEvent(
                event.eventId(),
                event.tenant(),
                event.deploymentId(),
                event.revision(),
                event.sequence(),
                event.time(),
                event.cause(),
                position,
                event.status(),
                event.generation(),
                event.change());
    }
}
