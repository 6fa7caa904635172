package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the decider keeps of a partition, folded from its events alone, for a state that has to be made anew. Idempotency keys are
 * no part of it, for events do not tell what was refused. Confined to one thread; holds every living deployment.
 */
public final class ShardFold {
    private final Map<String, Map<String, Held>> living = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    /**
     * Folds the next event of its tenant.
     *
     * @throws IllegalArgumentException when it is not the tenant's, or its deployment's, next one
     */
    public void fold(DeploymentEvent event) {
        long before = sequence(event.tenant());
        if (event.sequence() != before + 1) {
            throw new IllegalArgumentException(
                    "sequence " + event.sequence() + " of tenant " + event.tenant() + " follows " + before);
        }
        Map<String, Held> deployments = living.computeIfAbsent(event.tenant(), _ -> new HashMap<>());
        Held held = deployments.get(event.deploymentId());
        Held after = held == null ? Held.first(event) : held.after(event);
        sequences.put(event.tenant(), event.sequence());
        if (event.status() == DeploymentStatus.DELETED) {
            deployments.remove(event.deploymentId());
        } else {
            deployments.put(event.deploymentId(), after);
        }
    }

    /** The sequence of the tenant's last event; 0 before the first. */
    public long sequence(String tenant) {
        return sequences.getOrDefault(tenant, 0L);
    }

    /** What makes an empty state this one, but for the tenants' counts. */
    public List<Write> writes(ShardLimits limits) {
        List<Write> writes = new ArrayList<>();
        living.values()
                .forEach(deployments -> deployments.values().forEach(held -> {
                    String tenant = held.deployment().tenant();
                    writes.add(new Write.PutDeployment(held));
                    writes.add(new Write.HoldName(
                            tenant,
                            held.deployment().spec().name(),
                            held.deployment().id()));
                    Timer timer = Timer.of(held.deployment(), limits);
                    if (timer != null) {
                        writes.add(new Write.SetTimer(timer));
                    }
                }));
        return writes;
    }

    /** Tenants that have events, with the sequence of the last. */
    public Map<String, Long> sequences() {
        return Map.copyOf(sequences);
    }
}
