package ai.rios.schemas.codec;

import ai.rios.schemas.avro.Batch;
import ai.rios.schemas.avro.BatchItem;
import ai.rios.schemas.avro.Idempotency;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Request;
import org.jspecify.annotations.Nullable;

/** Commands. A type that this build does not know is malformed: nobody may guess what was asked for. */
final class CommandCodec extends RecordCodec<DeploymentCommand, ai.rios.schemas.avro.DeploymentCommand> {
    CommandCodec() {
        super(ai.rios.schemas.avro.DeploymentCommand.class, ai.rios.schemas.avro.DeploymentCommand.getClassSchema());
    }

    @Override
    ai.rios.schemas.avro.DeploymentCommand write(DeploymentCommand command) {
        ai.rios.schemas.avro.DeploymentCommand.Builder avro = ai.rios.schemas.avro.DeploymentCommand.newBuilder()
                .setType(command.request().type())
                .setOperation(command.operation())
                .setRequestId(command.requestId())
                .setTenant(command.tenant())
                .setActor(command.actor())
                .setSubmittedAt(command.submittedAt())
                .setDryRun(command.dryRun())
                .setIdempotency(write(command.idempotency()));
        setPart(avro, command.request());
        return avro.build();
    }

    private static void setPart(ai.rios.schemas.avro.DeploymentCommand.Builder avro, Request request) {
        switch (request) {
            case Request.Create create -> avro.setCreate(RequestFields.write(create));
            case Request.Update update -> avro.setUpdate(RequestFields.write(update));
            case Request.Patch patch -> avro.setPatch(RequestFields.write(patch));
            case Request.Delete delete -> avro.setDelete(RequestFields.write(delete));
            case Request.ReportStatus report -> avro.setReportStatus(RequestFields.write(report));
            case Request.Batch batch -> avro.setBatch(write(batch));
            case Request.DeleteTimedOut timer -> avro.setDeleteTimedOut(RequestFields.write(timer));
            case Request.RetryFailed timer -> avro.setRetryFailed(RequestFields.write(timer));
            case Request.Get _ -> throw onlyInBatches(request);
            case Request.Malformed _ -> throw onlyInBatches(request);
        }
    }

    private static IllegalArgumentException onlyInBatches(Request request) {
        return new IllegalArgumentException(request.type() + " is only an item of a batch, not a command");
    }

    @Override
    DeploymentCommand read(ai.rios.schemas.avro.DeploymentCommand avro) {
        return new DeploymentCommand(
                avro.getOperation(),
                avro.getRequestId(),
                avro.getTenant(),
                avro.getActor(),
                avro.getSubmittedAt(),
                avro.getDryRun(),
                read(avro.getIdempotency()),
                request(avro));
    }

    private static Request request(ai.rios.schemas.avro.DeploymentCommand avro) {
        new Parts("command")
                .add("create", avro.getCreate())
                .add("update", avro.getUpdate())
                .add("patch", avro.getPatch())
                .add("delete", avro.getDelete())
                .add("report_status", avro.getReportStatus())
                .add("batch", avro.getBatch())
                .add("delete_timed_out", avro.getDeleteTimedOut())
                .add("retry_failed", avro.getRetryFailed())
                .mustBe(avro.getType());
        return switch (avro.getType()) {
            case "create" -> RequestFields.read(avro.getCreate());
            case "update" -> RequestFields.read(avro.getUpdate());
            case "patch" -> RequestFields.read(avro.getPatch());
            case "delete" -> RequestFields.read(avro.getDelete());
            case "report_status" -> RequestFields.read(avro.getReportStatus());
            case "batch" -> read(avro.getBatch());
            case "delete_timed_out" -> RequestFields.read(avro.getDeleteTimedOut());
            case "retry_failed" -> RequestFields.read(avro.getRetryFailed());
            default -> throw new IllegalStateException("part " + avro.getType() + " has no reader");
        };
    }

    private static Batch write(Request.Batch batch) {
        return new Batch(
                batch.atomic(), batch.items().stream().map(CommandCodec::write).toList());
    }

    private static Request.Batch read(Batch batch) {
        return new Request.Batch(
                batch.getAtomic(),
                batch.getItems().stream().map(CommandCodec::read).toList());
    }

    private static BatchItem write(Request.BatchItem item) {
        BatchItem.Builder avro = BatchItem.newBuilder().setItemId(item.itemId()).setFingerprint(item.fingerprint());
        switch (item.operation()) {
            case Request.Get(String id) -> avro.setGet(id);
            case Request.Create create -> avro.setCreate(RequestFields.write(create));
            case Request.Update update -> avro.setUpdate(RequestFields.write(update));
            case Request.Patch patch -> avro.setPatch(RequestFields.write(patch));
            case Request.Delete delete -> avro.setDelete(RequestFields.write(delete));
            case Request.Malformed(var refusal) -> avro.setRefused(RefusalFields.write(refusal));
        }
        return avro.build();
    }

    private static Request.BatchItem read(BatchItem item) {
        return new Request.BatchItem(item.getItemId(), item.getFingerprint(), operation(item));
    }

    private static Request.BatchOperation operation(BatchItem item) {
        String set = new Parts("batch item")
                .add("get", item.getGet())
                .add("create", item.getCreate())
                .add("update", item.getUpdate())
                .add("patch", item.getPatch())
                .add("delete", item.getDelete())
                .add("refused", item.getRefused())
                .only()
                .orElseThrow(() -> new MalformedMessageException("batch item has no part set"));
        return switch (set) {
            case "get" -> new Request.Get(item.getGet());
            case "create" -> RequestFields.read(item.getCreate());
            case "update" -> RequestFields.read(item.getUpdate());
            case "patch" -> RequestFields.read(item.getPatch());
            case "delete" -> RequestFields.read(item.getDelete());
            case "refused" -> new Request.Malformed(RefusalFields.read(item.getRefused()));
            default -> throw new IllegalStateException("part " + set + " has no reader");
        };
    }

    private static @Nullable Idempotency write(DeploymentCommand.@Nullable Idempotency idempotency) {
        return idempotency == null
                ? null
                : new Idempotency(idempotency.key(), idempotency.scope(), idempotency.fingerprint());
    }

    private static DeploymentCommand.@Nullable Idempotency read(@Nullable Idempotency idempotency) {
        return idempotency == null
                ? null
                : new DeploymentCommand.Idempotency(
                        idempotency.getKey(), idempotency.getScope(), idempotency.getFingerprint());
    }
}
