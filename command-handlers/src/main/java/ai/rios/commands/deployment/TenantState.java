package ai.rios.commands.deployment;

/**
 * What is counted of a tenant. Immutable.
 *
 * @param sequence of its last event; 0 before the first
 * @param keys idempotency keys remembered
 */
public record TenantState(long sequence, int keys) {
    /** A tenant that nothing is known of. */
    public static final TenantState NEW = new TenantState(0, 0);
}
