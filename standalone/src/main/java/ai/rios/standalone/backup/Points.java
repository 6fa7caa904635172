package ai.rios.standalone.backup;

import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.standalone.StandaloneException;
import java.util.HashMap;
import java.util.Map;

/**
 * Up to which sequence each tenant's events are restored, and which have been met. A point stands between two commands: what one
 * command decided is restored whole or not at all. Confined to one thread.
 */
final class Points {
    private final Map<String, Long> wanted;
    private final Map<String, DeploymentEvent> lastTaken = new HashMap<>();

    /** First event of the command that a tenant's last taken event belongs to. */
    private final Map<String, Long> begins = new HashMap<>();

    /** @param wanted sequences by tenant; tenants that are not named are restored as far as the backup goes */
    Points(Map<String, Long> wanted) {
        this.wanted = Map.copyOf(wanted);
    }

    /** Whether the event is to be restored. To be asked of a tenant's events in their order. */
    boolean takes(DeploymentEvent event) {
        long limit = limit(event.tenant());
        DeploymentEvent last = lastTaken.get(event.tenant());
        boolean sameCommand = last != null && isSameCommand(last, event);
        if (event.sequence() <= limit) {
            if (!sameCommand) {
                begins.put(event.tenant(), event.sequence());
            }
            lastTaken.put(event.tenant(), event);
            return true;
        }
        if (sameCommand && event.sequence() == limit + 1) {
            throw new StandaloneException("Sequence " + limit + " of tenant " + event.tenant()
                    + " is in the midst of what one command decided (operation "
                    + event.cause().operation()
                    + ", events " + begins.get(event.tenant()) + " to " + limit + " and on); name "
                    + (begins.getOrDefault(event.tenant(), 1L) - 1) + " or a later one; nothing was restored.");
        }
        return false;
    }

    /** Whether a record that stood at a tenant's sequence is no later than its point. */
    boolean reaches(String tenant, long sequence) {
        return sequence <= Math.min(limit(tenant), lastSequence(tenant));
    }

    /** Whether all of a tenant is wanted. */
    boolean isWhole(String tenant) {
        return !wanted.containsKey(tenant);
    }

    /** @throws StandaloneException when a point is later than the backup */
    void requireReached() {
        wanted.forEach((tenant, sequence) -> {
            if (lastSequence(tenant) < sequence) {
                throw new StandaloneException("Tenant " + tenant + " has "
                        + (lastSequence(tenant) == 0
                                ? "no events in this backup"
                                : "events up to sequence " + lastSequence(tenant) + " in this backup, not " + sequence)
                        + "; nothing was restored.");
            }
        });
    }

    private long limit(String tenant) {
        return wanted.getOrDefault(tenant, Long.MAX_VALUE);
    }

    private long lastSequence(String tenant) {
        DeploymentEvent last = lastTaken.get(tenant);
        return last == null ? 0 : last.sequence();
    }

    /** Timers have no operation, and lead to one event each. */
    private static boolean isSameCommand(DeploymentEvent one, DeploymentEvent next) {
        String operation = one.cause().operation();
        return !operation.isEmpty() && operation.equals(next.cause().operation());
    }
}
