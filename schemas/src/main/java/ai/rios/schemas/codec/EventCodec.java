package ai.rios.schemas.codec;

import ai.rios.schemas.avro.BatchPosition;
import ai.rios.schemas.avro.Created;
import ai.rios.schemas.avro.Deleted;
import ai.rios.schemas.avro.DeletionRequested;
import ai.rios.schemas.avro.SpecChanged;
import ai.rios.schemas.avro.StatusChanged;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import org.jspecify.annotations.Nullable;

/** Events. A type that this build does not know, with no part that it knows, folds into {@link Change.Unrecognized}. */
final class EventCodec extends RecordCodec<DeploymentEvent, ai.rios.schemas.avro.DeploymentEvent> {
    EventCodec() {
        super(ai.rios.schemas.avro.DeploymentEvent.class, ai.rios.schemas.avro.DeploymentEvent.getClassSchema());
    }

    @Override
    ai.rios.schemas.avro.DeploymentEvent write(DeploymentEvent event) {
        DeploymentEvent.Cause cause = event.cause();
        ai.rios.schemas.avro.DeploymentEvent.Builder avro = ai.rios.schemas.avro.DeploymentEvent.newBuilder()
                .setEventId(event.eventId())
                .setType(event.change().type())
                .setTenant(event.tenant())
                .setDeploymentId(event.deploymentId())
                .setRevision(event.revision())
                .setSequence(event.sequence())
                .setTime(event.time())
                .setOperation(cause.operation())
                .setRequestId(cause.requestId())
                .setActor(cause.actor())
                .setCommand(cause.command())
                .setIdempotencyKey(cause.idempotencyKey())
                .setTrace(cause.trace())
                .setBatch(write(event.batch()))
                .setStatus(event.status().wire())
                .setGeneration(event.generation());
        setPart(avro, event.change());
        return avro.build();
    }

    private static void setPart(ai.rios.schemas.avro.DeploymentEvent.Builder avro, Change change) {
        switch (change) {
            case Change.Created(var spec) -> avro.setCreated(new Created(SpecFields.write(spec)));
            case Change.SpecChanged(var spec, var fields) ->
                avro.setSpecChanged(new SpecChanged(SpecFields.write(spec), fields));
            case Change.StatusChanged(var from, var to, var reason, long observed) ->
                avro.setStatusChanged(new StatusChanged(from.wire(), to.wire(), reason, observed));
            case Change.DeletionRequested(var from) -> avro.setDeletionRequested(new DeletionRequested(from.wire()));
            case Change.Deleted(var from, var reason) -> avro.setDeleted(new Deleted(from.wire(), reason));
            case Change.Unrecognized(String type) ->
                throw new IllegalArgumentException("this build cannot write events of type " + type);
        }
    }

    @Override
    DeploymentEvent read(ai.rios.schemas.avro.DeploymentEvent avro) {
        return new DeploymentEvent(
                avro.getEventId(),
                avro.getTenant(),
                avro.getDeploymentId(),
                avro.getRevision(),
                avro.getSequence(),
                avro.getTime(),
                new DeploymentEvent.Cause(
                        avro.getOperation(),
                        avro.getRequestId(),
                        avro.getActor(),
                        avro.getCommand(),
                        avro.getIdempotencyKey(),
                        avro.getTrace()),
                read(avro.getBatch()),
                StatusFields.read(avro.getStatus()),
                avro.getGeneration(),
                change(avro));
    }

    private static Change change(ai.rios.schemas.avro.DeploymentEvent avro) {
        String type = avro.getType();
        Parts parts = new Parts("event")
                .add("created", avro.getCreated())
                .add("spec_changed", avro.getSpecChanged())
                .add("status_changed", avro.getStatusChanged())
                .add("deletion_requested", avro.getDeletionRequested())
                .add("deleted", avro.getDeleted());
        if (!type.isEmpty() && !parts.knows(type) && parts.only().isEmpty()) {
            return new Change.Unrecognized(type);
        }
        parts.mustBe(type);
        return known(avro);
    }

    private static Change known(ai.rios.schemas.avro.DeploymentEvent avro) {
        return switch (avro.getType()) {
            case "created" ->
                new Change.Created(SpecFields.read(avro.getCreated().getSpec()));
            case "spec_changed" ->
                new Change.SpecChanged(
                        SpecFields.read(avro.getSpecChanged().getSpec()),
                        avro.getSpecChanged().getChangedFields());
            case "status_changed" -> read(avro.getStatusChanged());
            case "deletion_requested" ->
                new Change.DeletionRequested(
                        StatusFields.read(avro.getDeletionRequested().getFrom()));
            case "deleted" ->
                new Change.Deleted(
                        StatusFields.read(avro.getDeleted().getFrom()),
                        avro.getDeleted().getReason());
            default -> throw new IllegalStateException("part " + avro.getType() + " has no reader");
        };
    }

    private static Change.StatusChanged read(StatusChanged changed) {
        return new Change.StatusChanged(
                StatusFields.read(changed.getFrom()),
                StatusFields.read(changed.getTo()),
                changed.getReason(),
                changed.getObservedGeneration());
    }

    private static @Nullable BatchPosition write(DeploymentEvent.@Nullable BatchPosition position) {
        return position == null ? null : new BatchPosition(position.batchId(), position.index(), position.size());
    }

    private static DeploymentEvent.@Nullable BatchPosition read(@Nullable BatchPosition position) {
        return position == null
                ? null
                : new DeploymentEvent.BatchPosition(position.getBatchId(), position.getIndex(), position.getSize());
    }
}
