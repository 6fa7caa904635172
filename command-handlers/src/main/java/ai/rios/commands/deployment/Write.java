package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Deployment;

/** A change of the decider's state that a decision asks for. The adapter makes it after the decision. Immutable. */
public sealed interface Write {
    /** Counts of a tenant. */
    record PutTenant(String tenant, TenantState state) implements Write {}

    /** A living deployment. */
    record PutDeployment(Held held) implements Write {}

    /** The deployment is gone. */
    record RemoveDeployment(Deployment last) implements Write {}

    /** A name is taken by that deployment. */
    record HoldName(String tenant, String name, String id) implements Write {}

    /** A name is free. */
    record FreeName(String tenant, String name) implements Write {}

    /** Something will be due. */
    record SetTimer(Timer timer) implements Write {}

    /** It is not due any more. */
    record ClearTimer(Timer timer) implements Write {}

    /** A key is remembered. */
    record KeepKey(KeyRef ref, KeyEntry entry) implements Write {}

    /**
     * A key is forgotten.
     *
     * @param evicted before its time, because the tenant had too many
     */
    record DropKey(KeyAge age, boolean evicted) implements Write {}
}
