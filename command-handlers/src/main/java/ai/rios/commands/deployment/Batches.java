package ai.rios.commands.deployment;

import ai.rios.commands.spec.EncodedSize;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome.BatchDone;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.deployment.Outcome.NotApplied;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Outcome.Result;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.Request.BatchItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several operations in one decision, in order, each seeing what those before it did. */
final class Batches {
    private static final int MAX_ITEMS = 100;
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private final DeploymentCommand command;
    private final Workspace work;
    private final OwnerRequests owner;
    private final KeyMemory memory;

    Batches(DeploymentCommand command, Workspace work, KeyMemory memory) {
        this.command = command;
        this.work = work;
        this.owner = new OwnerRequests(work);
        this.memory = memory;
    }

    /**
     * All or nothing: every item is tried, so that all failures are told. When the result is a refusal the workspace is to be
     * thrown away.
     */
    Result decideAtomic(List<BatchItem> items) {
        Refused badSize = badSize(items);
        if (badSize != null) {
            return badSize;
        }
        List<Item> results = new ArrayList<>(items.size());
        for (BatchItem item : items) {
            Result result = item.operation() instanceof Request.Get
                    ? new Refused(Refusal.getInAtomicBatch(), null, List.of())
                    : owner.decide(item.operation(), results.size());
            results.add(new Item(item.itemId(), false, result));
        }
        int failures = (int) results.stream().filter(Batches::hasFailed).count();
        return failures == 0 ? bounded(results) : aborted(results, failures);
    }

    /** Each item for itself; with an idempotency key, each item has an entry of its own. */
    Result decidePartial(List<BatchItem> items) {
        Refused badSize = badSize(items);
        if (badSize != null) {
            return badSize;
        }
        List<Item> results = new ArrayList<>(items.size());
        for (BatchItem item : items) {
            results.add(decidePartial(item, results.size()));
        }
        return bounded(results);
    }

    /** The operation that first used the key, when every item was answered from it; else null. */
    @Nullable String replayOf(List<BatchItem> items, Result result) {
        if (!(result instanceof BatchDone(List<Item> results))) {
            return null;
        }
        Set<String> operations = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            KeyRef ref = results.get(i).replayed() ? refOf(items.get(i), i) : null;
            KeyEntry entry = ref == null ? null : memory.remembered(ref);
            if (entry == null) {
                return null;
            }
            operations.add(entry.operation());
        }
        return operations.size() == 1 ? operations.iterator().next() : null;
    }

    private Item decidePartial(BatchItem item, int index) {
        KeyRef ref = refOf(item, index);
        KeyEntry entry = ref == null ? null : memory.remembered(ref);
        if (entry != null) {
            boolean same = entry.fingerprint().equals(item.fingerprint());
            return new Item(item.itemId(), same, same ? entry.result() : Refusals.keyReused(null));
        }
        Result result = owner.decide(item.operation(), index);
        if (ref != null) {
            memory.keep(ref, item.fingerprint(), command, work.sequence(), result);
        }
        return new Item(item.itemId(), false, result);
    }

    /** The name of an item's entry; null when none is kept: without a key, in a dry run, for what only reads. */
    private @Nullable KeyRef refOf(BatchItem item, int index) {
        DeploymentCommand.Idempotency idempotency = command.idempotency();
        if (idempotency == null || command.dryRun() || item.operation() instanceof Request.Get) {
            return null;
        }
        String suffix = item.itemId() == null ? Integer.toString(index) : item.itemId();
        return new KeyRef(command.tenant(), idempotency.scope(), idempotency.key() + "#" + suffix);
    }

    private static Refused aborted(List<Item> results, int failures) {
        List<Item> told = results.stream()
                .map(item -> hasFailed(item) ? item : new Item(item.itemId(), false, new NotApplied()))
                .toList();
        return Refusals.batchAborted(failures, told);
    }

    /** Leaves out the deployments that no longer fit into the outcome; their history tells of them. */
    private static BatchDone bounded(List<Item> results) {
        List<Item> bounded = new ArrayList<>(results.size());
        int size = 0;
        for (Item item : results) {
            Item fitting = item;
            if (item.result() instanceof Done(var effect, String id, long revision, var deployment)
                    && deployment != null) {
                int itemSize = EncodedSize.of(deployment);
                if (size + itemSize <= MAX_BODY_BYTES) {
                    size += itemSize;
                } else {
                    fitting = new Item(item.itemId(), item.replayed(), new Done(effect, id, revision, null));
                }
            }
            bounded.add(fitting);
        }
        return new BatchDone(bounded);
    }

    private static boolean hasFailed(Item item) {
        return item.result() instanceof Refused;
    }

    private static @Nullable Refused badSize(List<BatchItem> items) {
        return items.isEmpty() || items.size() > MAX_ITEMS
                ? Refusals.of(ErrorCode.INVALID_REQUEST, "a batch must have 1 to " + MAX_ITEMS + " items", null)
                : null;
    }
}
