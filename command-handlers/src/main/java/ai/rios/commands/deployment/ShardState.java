package ai.rios.commands.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision may read: the state of one partition's tenants before it. Confined to the partition's thread. */
public interface ShardState {
    /** What is counted of a tenant; {@link TenantState#NEW} when it has nothing yet. */
    TenantState tenant(String tenant);

    /** A living deployment, or null. */
    @Nullable Held deployment(String tenant, String id);

    /** Id of the living deployment that holds a name, or null when it is free. */
    @Nullable String holder(String tenant, String name);

    /** What is remembered under a key, or null. It may have expired. */
    @Nullable KeyEntry entry(KeyRef ref);

    /** A tenant's remembered keys, oldest first, at most {@code limit}. */
    List<KeyAge> oldestKeys(String tenant, int limit);
}
