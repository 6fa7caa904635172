package ai.rios.projections.streams;

import ai.rios.projections.views.TenantState;
import java.util.Optional;

/**
 * Where a task tells of blocked tenants and finds their events read again. Implementations read beside the stream thread, one
 * attempt after the other with growing pauses. Thread-safe; no method blocks.
 */
interface BlockedTenants {
    /** Nobody reads again. */
    BlockedTenants NONE = new BlockedTenants() {
        @Override
        public void stands(int partition, String tenant, TenantState state) {}

        @Override
        public Optional<HealedEvents> next(int partition) {
            return Optional.empty();
        }

        @Override
        public void forget(int partition) {}
    };

    /** How the tenant stands now; one that is not blocked is forgotten. */
    void stands(int partition, String tenant, TenantState state);

    /** Events of one of the partition's tenants that were read again since the last call. */
    Optional<HealedEvents> next(int partition);

    /** The partition is another process's now. */
    void forget(int partition);
}
