package ai.rios.projections.views;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;

/** What the fold of one event came to. Immutable. */
public sealed interface Folded {
    /**
     * The views hold it.
     *
     * @param deployment after the event
     */
    record Applied(DeploymentEvent event, Deployment deployment) implements Folded {}

    /** It was folded before; nothing changed. */
    record Repeated() implements Folded {}

    /** It cannot be folded, and from here its tenant's events are held back. */
    record Blocked(String tenant, TenantState state) implements Folded {}

    /** Its tenant is blocked already; it is held back. */
    record Held(String tenant) implements Folded {}
}
