package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command comes to. A value: nothing has happened yet. Immutable.
 *
 * @param events in log order; may be empty
 * @param outcome for who waits; null for the system's own timers, which nobody waits for
 * @param writes to the decider's state, to be made in this order
 */
public record Decision(
        List<DeploymentEvent> events, @Nullable Outcome outcome, List<Write> writes) {
    public Decision {
        events = List.copyOf(events);
        writes = List.copyOf(writes);
    }
}
