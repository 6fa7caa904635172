package ai.rios.edge;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Outcome.Result;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Refusal.Violation;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.Request.BatchItem;
import ai.rios.schemas.deployment.Request.BatchOperation;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides enough of the rules for the edge's tests: revisions, keys, batches. Confined to its caller's lock. */
final class FakeDecider {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final FakeViews views;
    private final Map<String, Kept> kept = new HashMap<>();
    private int ids;
    private @Nullable ErrorCode refusal;

    private record Kept(String fingerprint, String operation, Result result) {}

    FakeDecider(FakeViews views) {
        this.views = views;
    }

    void refuseWith(ErrorCode code) {
        refusal = code;
    }

    Outcome decide(DeploymentCommand command) {
        Outcome outcome = command.request() instanceof Request.Batch batch && !batch.atomic() && refusal == null
                ? partial(command, batch)
                : whole(command);
        note(command, outcome);
        return outcome;
    }

    /** Leaves a command undecided for now. */
    void defer(DeploymentCommand command) {
        note(command, null);
    }

    private void note(DeploymentCommand command, @Nullable Outcome outcome) {
        String type = command.request().type();
        views.note(command.tenant(), new Operation(command.operation(), command.requestId(), type, NOW, outcome));
    }

    /** One entry for the request. */
    private Outcome whole(DeploymentCommand command) {
        DeploymentCommand.Idempotency key = keyOf(command);
        if (key == null) {
            return outcome(command, null, result(command));
        }
        Kept before = kept.get(name(command, key, ""));
        if (before == null) {
            Result result = result(command);
            kept.put(name(command, key, ""), new Kept(key.fingerprint(), command.operation(), lasting(result)));
            return outcome(command, null, result);
        }
        return before.fingerprint().equals(key.fingerprint())
                ? outcome(command, before.operation(), before.result())
                : outcome(command, null, keyReused());
    }

    /** One entry an item that writes, and none for the batch. */
    private Outcome partial(DeploymentCommand command, Request.Batch batch) {
        Set<String> operations = new HashSet<>();
        List<Item> items = new ArrayList<>();
        for (BatchItem item : batch.items()) {
            String place = item.itemId() == null ? Integer.toString(items.size()) : item.itemId();
            items.add(item(command, item, place, operations));
        }
        String first = operations.size() == 1 ? operations.iterator().next() : command.operation();
        return outcome(command, first.equals(command.operation()) ? null : first, new Outcome.BatchDone(items));
    }

    /** @param operations is given the one that answers the item */
    private Item item(DeploymentCommand command, BatchItem item, String place, Set<String> operations) {
        DeploymentCommand.Idempotency key = item.operation() instanceof Request.Get ? null : keyOf(command);
        String name = key == null ? "" : name(command, key, '#' + place);
        Kept before = kept.get(name);
        if (before != null && before.fingerprint().equals(item.fingerprint())) {
            operations.add(before.operation());
            return new Item(item.itemId(), true, before.result());
        }
        operations.add(command.operation());
        Result result = before == null ? one(command, item.operation()) : keyReused();
        if (key != null && before == null) {
            kept.put(name, new Kept(item.fingerprint(), command.operation(), lasting(result)));
        }
        return new Item(item.itemId(), false, result);
    }

    private static DeploymentCommand.@Nullable Idempotency keyOf(DeploymentCommand command) {
        return command.dryRun() ? null : command.idempotency();
    }

    private static String name(DeploymentCommand command, DeploymentCommand.Idempotency key, String suffix) {
        return command.tenant() + '|' + key.scope() + '|' + key.key() + suffix;
    }

    private Result result(DeploymentCommand command) {
        if (refusal != null) {
            return refuse(refusal, "as a test wants it");
        }
        return switch (command.request()) {
            case Request.Batch batch -> batch(command, batch);
            case BatchOperation single -> one(command, single);
            case Request.ReportStatus report -> report(command, report);
            case Request.DeleteTimedOut _, Request.RetryFailed _ -> throw new IllegalArgumentException("a timer");
        };
    }

    private Result batch(DeploymentCommand command, Request.Batch batch) {
        List<Item> items = new ArrayList<>();
        if (batch.atomic()
                && batch.items().stream()
                        .anyMatch(item -> atOnce(item.operation()).isPresent())) {
            batch.items()
                    .forEach(item -> items.add(new Item(
                            item.itemId(),
                            false,
                            atOnce(item.operation())
                                    .<Result>map(refusal -> new Refused(refusal, null, List.of()))
                                    .orElseGet(Outcome.NotApplied::new))));
            return new Refused(Refusal.of(ErrorCode.BATCH_ABORTED, "an item was refused"), null, items);
        }
        batch.items().forEach(item -> items.add(new Item(item.itemId(), false, one(command, item.operation()))));
        return new Outcome.BatchDone(items);
    }

    /** Why an item of an atomic batch is refused whatever there is. */
    private static Optional<Refusal> atOnce(BatchOperation operation) {
        return switch (operation) {
            case Request.Malformed(Refusal refusal) -> Optional.of(refusal);
            case Request.Get _ -> Optional.of(invalid("op", "must not be get in an atomic batch"));
            case Request.Create create
            when !isName(create.spec().name()) -> Optional.of(invalid("name", "must be a DNS label"));
            default -> Optional.empty();
        };
    }

    private static boolean isName(String name) {
        return name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    }

    private static Refusal invalid(String field, String reason) {
        return Refusal.invalid(List.of(new Violation(field, reason)));
    }

    private Result one(DeploymentCommand command, BatchOperation operation) {
        return switch (operation) {
            case Request.Create create -> create(command, create);
            case Request.Get(String id) -> onExisting(command, id, new Precondition.None(), now -> read(now));
            case Request.Update update ->
                onExisting(command, update.id(), update.precondition(), now -> change(command, now, update.spec()));
            case Request.Patch patch ->
                onExisting(command, patch.id(), patch.precondition(), now -> patch(command, now, patch));
            case Request.Delete delete ->
                onExisting(command, delete.id(), delete.precondition(), now -> delete(command, now));
            case Request.Malformed(Refusal refusal) -> new Refused(refusal, null, List.of());
        };
    }

    private interface OnExisting {
        Result decide(Deployment now);
    }

    private Result onExisting(DeploymentCommand command, String id, Precondition precondition, OnExisting rule) {
        Optional<Deployment> found = views.find(command.tenant(), id, At.NOW).value();
        if (found.isEmpty()) {
            return refuse(ErrorCode.NOT_FOUND, "there is no such deployment");
        }
        Deployment now = found.get();
        if (precondition instanceof Precondition.Revisions(var revisions) && !revisions.contains(now.revision())) {
            return new Refused(
                    new Refusal(
                            ErrorCode.REVISION_MISMATCH,
                            "the revision has moved",
                            List.of(),
                            now.revision(),
                            List.of("image")),
                    id,
                    List.of());
        }
        return rule.decide(now);
    }

    private Result create(DeploymentCommand command, Request.Create create) {
        DeploymentSpec spec = create.spec();
        Optional<Deployment> holder = views.named(command.tenant(), spec.name());
        if (create.onlyIfAbsent() && holder.isPresent()) {
            Refusal refusal = new Refusal(
                    ErrorCode.REVISION_MISMATCH,
                    "it exists",
                    List.of(),
                    holder.get().revision(),
                    List.of());
            return new Refused(refusal, holder.get().id(), List.of());
        }
        if (!isName(spec.name())) {
            return new Refused(invalid("name", "must be a DNS label"), null, List.of());
        }
        if (command.dryRun()) {
            return new Done(Effect.CREATED, Ids.of(Ids.DEPLOYMENT, new byte[16]), 1, null);
        }
        byte[] bits = new byte[16];
        bits[15] = (byte) ++ids;
        bits[14] = (byte) (ids >> 8);
        String id = Ids.of(Ids.DEPLOYMENT, bits);
        Deployment made =
                Deployment.first(event(command, id, 1, DeploymentStatus.PENDING, 1, new Change.Created(spec)));
        return new Done(Effect.CREATED, id, 1, made);
    }

    private static Result read(Deployment now) {
        return new Done(Effect.READ, now.id(), now.revision(), now);
    }

    private Result change(DeploymentCommand command, Deployment now, DeploymentSpec spec) {
        if (spec.equals(now.spec())) {
            return new Done(Effect.UNCHANGED, now.id(), now.revision(), now);
        }
        Deployment after = now.after(event(
                command,
                now.id(),
                now.revision() + 1,
                now.status(),
                now.generation() + 1,
                new Change.SpecChanged(spec, List.of("image"))));
        return new Done(Effect.CHANGED, now.id(), after.revision(), after);
    }

    private Result patch(DeploymentCommand command, Deployment now, Request.Patch patch) {
        DeploymentSpec spec = now.spec();
        String image = patch.changes().image();
        Integer replicas = patch.changes().replicas();
        return change(
                command,
                now,
                new DeploymentSpec(
                        spec.name(),
                        image == null ? spec.image() : image,
                        spec.cpu(),
                        spec.memoryMib(),
                        spec.env(),
                        spec.labels(),
                        spec.region(),
                        replicas == null ? spec.replicas() : replicas,
                        spec.desired()));
    }

    private Result delete(DeploymentCommand command, Deployment now) {
        boolean atOnce = now.status() == DeploymentStatus.PENDING;
        Deployment after = now.after(event(
                command,
                now.id(),
                now.revision() + 1,
                atOnce ? DeploymentStatus.DELETED : DeploymentStatus.STOPPING,
                now.generation(),
                atOnce ? new Change.Deleted(now.status(), null) : new Change.DeletionRequested(now.status())));
        return new Done(atOnce ? Effect.DELETED : Effect.DELETING, now.id(), after.revision(), after);
    }

    private Result report(DeploymentCommand command, Request.ReportStatus report) {
        return onExisting(command, report.id(), new Precondition.None(), now -> {
            DeploymentStatus to = DeploymentStatus.ofWire(report.status()).orElseThrow();
            if (to == now.status()) {
                return new Done(Effect.UNCHANGED, now.id(), now.revision(), now);
            }
            Deployment after = now.after(event(
                    command,
                    now.id(),
                    now.revision() + 1,
                    to,
                    now.generation(),
                    new Change.StatusChanged(now.status(), to, report.reason(), now.generation())));
            return new Done(Effect.CHANGED, now.id(), after.revision(), after);
        });
    }

    private DeploymentEvent event(
            DeploymentCommand command,
            String id,
            long revision,
            DeploymentStatus status,
            long generation,
            Change change) {
        long sequence = views.position(command.tenant()) + 1;
        DeploymentEvent event = new DeploymentEvent(
                "evt_" + sequence,
                command.tenant(),
                id,
                revision,
                sequence,
                NOW,
                new DeploymentEvent.Cause(
                        command.operation(),
                        command.requestId(),
                        command.actor(),
                        command.request().type(),
                        command.idempotency() == null
                                ? null
                                : command.idempotency().key(),
                        null),
                null,
                status,
                generation,
                change);
        views.fold(event);
        return event;
    }

    private Outcome outcome(DeploymentCommand command, @Nullable String replayOf, Result result) {
        return new Outcome(
                command.operation(),
                command.requestId(),
                command.tenant(),
                command.actor(),
                command.request().type(),
                NOW,
                views.position(command.tenant()),
                command.dryRun(),
                replayOf,
                result);
    }

    private static Refused keyReused() {
        return refuse(ErrorCode.IDEMPOTENCY_KEY_REUSED, "another request used the key");
    }

    /** What is kept under a key: the deployment is not. */
    private static Result lasting(Result result) {
        return switch (result) {
            case Done done -> new Done(done.effect(), done.deploymentId(), done.revision(), null);
            case Outcome.BatchDone(List<Item> items) ->
                new Outcome.BatchDone(items.stream()
                        .map(item -> new Item(item.itemId(), item.replayed(), lasting(item.result())))
                        .toList());
            case Refused refused -> refused;
            case Outcome.NotApplied notApplied -> notApplied;
        };
    }

    private static Refused refuse(ErrorCode code, String message) {
        return new Refused(Refusal.of(code, message), null, List.of());
    }
}
