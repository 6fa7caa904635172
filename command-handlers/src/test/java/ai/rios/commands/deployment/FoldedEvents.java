package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the events of a partition come to, folded apart from the decider's state. */
public final class FoldedEvents {
    private final NavigableMap<String, Held> living = new TreeMap<>();
    private final NavigableMap<String, String> names = new TreeMap<>();
    private final NavigableMap<String, Long> sequences = new TreeMap<>();
    private final Set<String> eventIds = new HashSet<>();

    /** Why the event cannot be the next one, or null when it can. */
    public @Nullable String problemOf(DeploymentEvent event) {
        long sequence = sequences.getOrDefault(event.tenant(), 0L);
        if (event.sequence() != sequence + 1) {
            return "sequence " + event.sequence() + " of " + event.tenant() + " follows " + sequence;
        }
        if (eventIds.contains(event.eventId())) {
            return event.eventId() + " is there twice";
        }
        Held before = living.get(keyOf(event));
        long revision = before == null ? 0 : before.deployment().revision();
        if (event.revision() != revision + 1 || before == null != event.change() instanceof Change.Created) {
            return event.change().type() + " at revision " + event.revision() + " of " + event.deploymentId()
                    + " follows " + revision;
        }
        return before == null || LifecycleTest.isLegal(before.deployment().status(), event.status())
                ? null
                : event.deploymentId() + " goes from "
                        + before.deployment().status().wire() + " to "
                        + event.status().wire();
    }

    /** Folds the next event; returns the id that holds its deployment's name already, if another does. */
    public @Nullable String fold(DeploymentEvent event) {
        sequences.put(event.tenant(), event.sequence());
        eventIds.add(event.eventId());
        Held before = living.get(keyOf(event));
        Held after = before == null ? Held.first(event) : before.after(event);
        if (before != null) {
            names.remove(nameOf(before), event.deploymentId());
        }
        if (event.status() == DeploymentStatus.DELETED) {
            living.remove(keyOf(event));
            return null;
        }
        living.put(keyOf(event), after);
        String holder = names.put(nameOf(after), event.deploymentId());
        return holder == null || holder.equals(event.deploymentId()) ? null : holder;
    }

    /** Living deployments by tenant and id. */
    public NavigableMap<String, Held> living() {
        return living;
    }

    /** Holders by tenant and name. */
    public NavigableMap<String, String> names() {
        return names;
    }

    /** The last sequence of each tenant. */
    public NavigableMap<String, Long> sequences() {
        return sequences;
    }

    /** What has to wait for its time. */
    public List<Timer> timers(ShardLimits limits) {
        return living.values().stream()
                .map(held -> Timer.of(held.deployment(), limits))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String keyOf(DeploymentEvent event) {
        return event.tenant() + "|" + event.deploymentId();
    }

    private static String nameOf(Held held) {
        return held.deployment().tenant() + "|" + held.deployment().spec().name();
    }
}
