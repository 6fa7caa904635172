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
    private final Map<String, Taken> lastTaken = new HashMap<>();

    /**
     * A tenant's last event that is restored.
     *
     * @param operation of its command; empty for timers, which lead to one event each
     * @param begin sequence of the command's first event
     */
    private record Taken(long sequence, String operation, long begin) {
        static final Taken NOTHING = new Taken(0, "", 0);

        boolean isOfCommandOf(DeploymentEvent event) {
            return !operation.isEmpty() && operation.equals(event.cause().operation());
        }
    }

    /** @param wanted sequences by tenant; tenants that are not named are restored as far as the backup goes */
    Points(Map<String, Long> wanted) {
        this.wanted = Map.copyOf(wanted);
    }

    /** Whether the event is to be restored. To be asked of a tenant's events in their order. */
    boolean takes(DeploymentEvent event) {
        long limit = limit(event.tenant());
        Taken last = lastTaken.getOrDefault(event.tenant(), Taken.NOTHING);
        boolean sameCommand = last.isOfCommandOf(event);
        if (event.sequence() <= limit) {
            long begin = sameCommand ? last.begin() : event.sequence();
            lastTaken.put(
                    event.tenant(), new Taken(event.sequence(), event.cause().operation(), begin));
            return true;
        }
        if (sameCommand && event.sequence() == limit + 1) {
            throw new StandaloneException("Sequence " + limit + " of tenant " + event.tenant()
                    + " is in the midst of what one command decided (operation " + last.operation() + ", events "
                    + last.begin() + " to " + limit + " and on); name " + (last.begin() - 1)
                    + " or a later one; nothing was restored.");
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
        return lastTaken.getOrDefault(tenant, Taken.NOTHING).sequence();
    }
}
