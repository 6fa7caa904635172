package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Outcome.BatchDone;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.deployment.Outcome.NotApplied;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Outcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's idempotency keys during one decision: what is remembered, what is to be remembered, and what has to go for it.
 * Confined to one decision.
 */
final class KeyMemory {
    /** Expired entries that a decision drops beside as many as it keeps: enough to shrink, few enough to stay short. */
    private static final int SPARE_DROPS = 4;

    private final ShardState state;
    private final String tenant;
    private final CommandMeta meta;
    private final ShardLimits limits;
    private final Map<KeyRef, KeyEntry> kept = new LinkedHashMap<>();

    KeyMemory(ShardState state, String tenant, CommandMeta meta, ShardLimits limits) {
        this.state = state;
        this.tenant = tenant;
        this.meta = meta;
        this.limits = limits;
    }

    /** What that key has come to within its time, or null. */
    @Nullable KeyEntry remembered(KeyRef ref) {
        KeyEntry now = kept.get(ref);
        if (now != null) {
            return now;
        }
        KeyEntry entry = state.entry(ref);
        return entry == null || hasExpired(entry.keptAt()) ? null : entry;
    }

    /** Remembers what a key has come to. */
    void keep(KeyRef ref, String fingerprint, DeploymentCommand command, long sequence, Result result) {
        kept.put(ref, new KeyEntry(fingerprint, command.operation(), meta.appendedAt(), sequence, lasting(result)));
    }

    /**
     * Adds the writes, those that make room included, and returns how many keys the tenant then has. The keys of the command
     * itself all stay, so that a batch may pass the bound by its own items until the next command.
     */
    int addWrites(int keysBefore, List<Write> writes) {
        if (kept.isEmpty()) {
            return keysBefore;
        }
        int keys = keysBefore - dropReplaced(writes);
        for (KeyAge age : state.oldestKeys(tenant, 2 * kept.size() + SPARE_DROPS)) {
            boolean expired = hasExpired(age.keptAt());
            if (!expired && keys + kept.size() <= limits.maxKeysPerTenant()) {
                break;
            }
            if (!kept.containsKey(age.ref())) {
                writes.add(new Write.DropKey(age, !expired));
                keys--;
            }
        }
        kept.forEach((ref, entry) -> writes.add(new Write.KeepKey(ref, entry)));
        return keys + kept.size();
    }

    /** A key that is used again after its time leaves its old place in the order of expiry. */
    private int dropReplaced(List<Write> writes) {
        int dropped = 0;
        for (KeyRef ref : kept.keySet()) {
            KeyEntry old = state.entry(ref);
            if (old != null) {
                writes.add(new Write.DropKey(new KeyAge(ref, old.keptAt()), false));
                dropped++;
            }
        }
        return dropped;
    }

    private boolean hasExpired(Instant keptAt) {
        return !meta.appendedAt().isBefore(keptAt.plus(limits.keyRetention()));
    }

    private static Result lasting(Result result) {
        return switch (result) {
            case Done done -> new Done(done.effect(), done.deploymentId(), done.revision(), null);
            case BatchDone(List<Item> items) -> new BatchDone(lasting(items));
            case Refused(var refusal, String id, List<Item> items) -> new Refused(refusal, id, lasting(items));
            case NotApplied notApplied -> notApplied;
        };
    }

    /** The first refusals of a batch are remembered whole, the later ones by their code, so that all stay small together. */
    private static List<Item> lasting(List<Item> items) {
        List<Item> lasting = new ArrayList<>(items.size());
        int size = 0;
        for (Item item : items) {
            Result result = lasting(item.result());
            if (result instanceof Refused(var refusal, String id, var _)) {
                size += Refusals.sizeOf(refusal);
                result = size <= Refusals.MAX_KEPT_BYTES ? result : new Refused(Refusals.brief(refusal), id, List.of());
            }
            lasting.add(new Item(item.itemId(), item.replayed(), result));
        }
        return lasting;
    }
}
