package ai.rios.schemas.codec;

import ai.rios.schemas.avro.ItemOutcome;
import ai.rios.schemas.deployment.Outcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Outcomes. A result that this build does not know is malformed. */
final class OutcomeCodec extends RecordCodec<Outcome, ai.rios.schemas.avro.Outcome> {
    private static final String BATCH = "batch";
    private static final String REFUSED = "refused";
    private static final String NOT_APPLIED = "not_applied";

    OutcomeCodec() {
        super(ai.rios.schemas.avro.Outcome.class, ai.rios.schemas.avro.Outcome.getClassSchema());
    }

    @Override
    ai.rios.schemas.avro.Outcome write(Outcome outcome) {
        ai.rios.schemas.avro.Outcome.Builder avro = ai.rios.schemas.avro.Outcome.newBuilder()
                .setOperation(outcome.operation())
                .setRequestId(outcome.requestId())
                .setTenant(outcome.tenant())
                .setActor(outcome.actor())
                .setCommand(outcome.command())
                .setTime(outcome.time())
                .setSequence(outcome.sequence())
                .setDryRun(outcome.dryRun())
                .setReplayOf(outcome.replayOf());
        switch (outcome.result()) {
            case Outcome.Done(var effect, var id, long revision, var deployment) ->
                avro.setResult(wire(effect))
                        .setDeploymentId(id)
                        .setRevision(revision)
                        .setDeployment(DeploymentCodec.writeOptional(deployment));
            case Outcome.Refused(var refusal, var id, var items) ->
                avro.setResult(REFUSED)
                        .setRefusal(RefusalFields.write(refusal))
                        .setDeploymentId(id)
                        .setItems(write(items));
            case Outcome.BatchDone(var items) -> avro.setResult(BATCH).setItems(write(items));
            case Outcome.NotApplied _ -> throw new IllegalArgumentException("only an item of a batch is not applied");
        }
        return avro.build();
    }

    @Override
    Outcome read(ai.rios.schemas.avro.Outcome avro) {
        return new Outcome(
                avro.getOperation(),
                avro.getRequestId(),
                avro.getTenant(),
                avro.getActor(),
                avro.getCommand(),
                avro.getTime(),
                avro.getSequence(),
                avro.getDryRun(),
                avro.getReplayOf(),
                result(avro));
    }

    private static Outcome.Result result(ai.rios.schemas.avro.Outcome avro) {
        checkRefusal("outcome", avro.getResult(), avro.getRefusal());
        return switch (avro.getResult()) {
            case REFUSED ->
                new Outcome.Refused(
                        RefusalFields.read(avro.getRefusal()), avro.getDeploymentId(), read(avro.getItems()));
            case BATCH -> new Outcome.BatchDone(read(avro.getItems()));
            default -> done(avro.getResult(), avro.getDeploymentId(), avro.getRevision(), avro.getDeployment());
        };
    }

    private static List<ItemOutcome> write(List<Outcome.Item> items) {
        return items.stream().map(OutcomeCodec::write).toList();
    }

    private static List<Outcome.Item> read(List<ItemOutcome> items) {
        return items.stream().map(OutcomeCodec::read).toList();
    }

    private static ItemOutcome write(Outcome.Item item) {
        ItemOutcome.Builder avro =
                ItemOutcome.newBuilder().setItemId(item.itemId()).setReplayed(item.replayed());
        switch (item.result()) {
            case Outcome.Done(var effect, var id, long revision, var deployment) ->
                avro.setResult(wire(effect))
                        .setDeploymentId(id)
                        .setRevision(revision)
                        .setDeployment(DeploymentCodec.writeOptional(deployment));
            case Outcome.Refused(var refusal, var id, var _) ->
                avro.setResult(REFUSED).setRefusal(RefusalFields.write(refusal)).setDeploymentId(id);
            case Outcome.NotApplied _ -> avro.setResult(NOT_APPLIED);
            case Outcome.BatchDone _ -> throw new IllegalArgumentException("a batch is not an item of a batch");
        }
        return avro.build();
    }

    private static Outcome.Item read(ItemOutcome item) {
        checkRefusal("batch item", item.getResult(), item.getRefusal());
        Outcome.Result result = switch (item.getResult()) {
            case REFUSED ->
                new Outcome.Refused(RefusalFields.read(item.getRefusal()), item.getDeploymentId(), List.of());
            case NOT_APPLIED -> new Outcome.NotApplied();
            default -> done(item.getResult(), item.getDeploymentId(), item.getRevision(), item.getDeployment());
        };
        return new Outcome.Item(item.getItemId(), item.getReplayed(), result);
    }

    private static void checkRefusal(String what, String result, ai.rios.schemas.avro.@Nullable Refusal refusal) {
        if (result.equals(REFUSED) != (refusal != null)) {
            throw new MalformedMessageException(
                    what + " with result \"" + result + "\" " + (refusal == null ? "has no refusal" : "has a refusal"));
        }
    }

    private static Outcome.Done done(
            String result,
            @Nullable String deploymentId,
            @Nullable Long revision,
            ai.rios.schemas.avro.@Nullable Deployment deployment) {
        if (deploymentId == null || revision == null) {
            throw new MalformedMessageException("result \"" + result + "\" names no deployment and revision");
        }
        return new Outcome.Done(effect(result), deploymentId, revision, DeploymentCodec.readOptional(deployment));
    }

    private static String wire(Outcome.Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static Outcome.Effect effect(String wire) {
        for (Outcome.Effect effect : Outcome.Effect.values()) {
            if (wire(effect).equals(wire)) {
                return effect;
            }
        }
        throw new MalformedMessageException("unknown result \"" + wire + "\"");
    }
}
