package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Outcome.Result;
import ai.rios.schemas.deployment.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides the commands of one partition. It changes nothing: what is to be changed is in the {@link Decision}. Decided in this
 * order: the time budget, the idempotency key, preconditions, the domain's rules.
 *
 * <p>Two runs over the same commands and the same state decide the same, but for commands with a time budget or deadline, where only the
 * committed decision counts. Immutable, but reads the state that it is given, and so confined to the state's thread.
 */
public final class Shard {
    private final DecisionIds ids;
    private final ShardLimits limits;
    private final InstantSource clock;

    /**
     * Makes a decider.
     *
     * @param clock read for time budgets and deadlines only
     */
    public Shard(DecisionIds ids, ShardLimits limits, InstantSource clock) {
        this.ids = ids;
        this.limits = limits;
        this.clock = clock;
    }

    /** Decides one command on the state before it. */
    public Decision decide(DeploymentCommand command, CommandMeta meta, ShardState state) {
        Workspace work = new Workspace(state, command, meta, ids);
        if (isLate(meta)) {
            return refusal(command, meta, work.tenantBefore().sequence(), Refusals.expired());
        }
        KeyMemory memory = new KeyMemory(state, command.tenant(), meta, limits);
        return switch (command.request()) {
            case Request.DeleteTimedOut timedOut -> {
                new TimerRequests(work).decide(timedOut);
                yield decision(work, memory, null);
            }
            case Request.RetryFailed retry -> {
                new TimerRequests(work).decide(retry);
                yield decision(work, memory, null);
            }
            case Request.Batch(boolean atomic, List<Request.BatchItem> items)
            when !atomic -> partial(command, meta, items, work, memory);
            case Request.Batch _, Request.ReportStatus _, Request.BatchOperation _ ->
                keyed(command, meta, work, memory);
        };
    }

    /** What is said of a command that could not be decided because of a fault of ours. */
    public Decision failed(DeploymentCommand command, CommandMeta meta, ShardState state) {
        return refusal(command, meta, state.tenant(command.tenant()).sequence(), Refusals.internal());
    }

    /**
     * The budget runs from the append, by the log's clock. What a command waited before it was appended, in its edge or on its way,
     * nobody but the edge's clock can tell; that one is trusted no further than the allowance.
     */
    private boolean isLate(CommandMeta meta) {
        return isPast(meta.budget() == null ? null : meta.appendedAt().plus(meta.budget()))
                || isPast(meta.deadline() == null ? null : meta.deadline().plus(limits.clockSkew()));
    }

    private boolean isPast(@Nullable Instant end) {
        return end != null && clock.instant().isAfter(end);
    }

    private Decision partial(
            DeploymentCommand command,
            CommandMeta meta,
            List<Request.BatchItem> items,
            Workspace work,
            KeyMemory memory) {
        Batches batches = new Batches(command, work, memory);
        Result result = batches.decidePartial(items);
        String replayOf = batches.replayOf(items, result);
        return command.dryRun()
                ? dryRun(command, meta, work, result)
                : decision(work, memory, outcome(command, meta, work.sequence(), replayOf, result));
    }

    /** One answer under one key: the first answer again where the key was used before. */
    private Decision keyed(DeploymentCommand command, CommandMeta meta, Workspace work, KeyMemory memory) {
        DeploymentCommand.Idempotency idempotency = command.dryRun() ? null : command.idempotency();
        KeyRef ref = idempotency == null ? null : new KeyRef(command.tenant(), idempotency.scope(), idempotency.key());
        KeyEntry entry = ref == null ? null : memory.remembered(ref);
        if (idempotency != null && entry != null) {
            return replay(command, meta, work, idempotency, entry);
        }
        Result result = decideOne(command, work, memory);
        if (command.dryRun()) {
            return dryRun(command, meta, work, result);
        }
        boolean refused = result instanceof Refused;
        long sequence = refused ? work.tenantBefore().sequence() : work.sequence();
        if (ref != null && idempotency != null) {
            memory.keep(ref, idempotency.fingerprint(), command, sequence, result);
        }
        return decision(refused ? work.untouched() : work, memory, outcome(command, meta, sequence, null, result));
    }

    private static Result decideOne(DeploymentCommand command, Workspace work, KeyMemory memory) {
        return switch (command.request()) {
            case Request.Batch batch -> new Batches(command, work, memory).decideAtomic(batch.items());
            case Request.ReportStatus report -> new StatusReports(work).decide(report);
            case Request.BatchOperation operation -> new OwnerRequests(work).decide(operation, 0);
            case Request.DeleteTimedOut _, Request.RetryFailed _ ->
                throw new IllegalArgumentException("timers have no answer");
        };
    }

    private Decision replay(
            DeploymentCommand command,
            CommandMeta meta,
            Workspace work,
            DeploymentCommand.Idempotency idempotency,
            KeyEntry entry) {
        if (!entry.fingerprint().equals(idempotency.fingerprint())) {
            return refusal(command, meta, work.tenantBefore().sequence(), Refusals.keyReused(null));
        }
        Outcome first = outcome(command, meta, entry.sequence(), entry.operation(), entry.result());
        return new Decision(List.of(), first, List.of());
    }

    private static Decision dryRun(DeploymentCommand command, CommandMeta meta, Workspace work, Result result) {
        return new Decision(
                List.of(), outcome(command, meta, work.tenantBefore().sequence(), null, result), List.of());
    }

    private static Decision refusal(DeploymentCommand command, CommandMeta meta, long sequence, Refused refused) {
        return new Decision(List.of(), outcome(command, meta, sequence, null, refused), List.of());
    }

    private Decision decision(Workspace work, KeyMemory memory, @Nullable Outcome outcome) {
        List<Write> writes = new ArrayList<>(work.writes(limits));
        TenantState before = work.tenantBefore();
        TenantState after = new TenantState(work.sequence(), memory.addWrites(before.keys(), writes));
        if (!after.equals(before)) {
            writes.add(new Write.PutTenant(work.tenant(), after));
        }
        return new Decision(work.events(), outcome, writes);
    }

    private static Outcome outcome(
            DeploymentCommand command, CommandMeta meta, long sequence, @Nullable String replayOf, Result result) {
        return new Outcome(
                command.operation(),
                command.requestId(),
                command.tenant(),
                command.actor(),
                command.request().type(),
                meta.appendedAt(),
                sequence,
                command.dryRun(),
                replayOf,
                result);
    }
}
