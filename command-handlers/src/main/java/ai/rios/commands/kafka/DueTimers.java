package ai.rios.commands.kafka;

import ai.rios.commands.deployment.Timer;
import ai.rios.commands.deployment.Write;
import ai.rios.schemas.deployment.DeploymentCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which timer commands are to be given. A command is given again when its timer is still there after a while; that is
 * harmless, for the first one decided moves the revision and voids the others. Confined to the partition's thread.
 */
final class DueTimers {
    static final int MAX_PER_TICK = 100;
    private static final Duration GIVE_AGAIN = Duration.ofSeconds(10);

    private final DecisionStore store;
    private final Map<Timer, Instant> given = new HashMap<>();

    DueTimers(DecisionStore store) {
        this.store = store;
    }

    /** The commands for what is due, at most {@value #MAX_PER_TICK}. A void timer is cleared: no decision will find it. */
    List<DeploymentCommand> tick(Instant now) {
        given.values().removeIf(at -> !now.isBefore(at.plus(GIVE_AGAIN)));
        List<DeploymentCommand> commands = new ArrayList<>();
        for (Timer timer : store.dueTimers(now, MAX_PER_TICK + given.size())) {
            if (timer.isVoid(store.deployment(timer.tenant(), timer.deploymentId()))) {
                store.apply(new Write.ClearTimer(timer));
            } else if (commands.size() < MAX_PER_TICK && given.putIfAbsent(timer, now) == null) {
                commands.add(command(timer, now));
            }
        }
        return commands;
    }

    private static DeploymentCommand command(Timer timer, Instant now) {
        return new DeploymentCommand(
                "", "", timer.tenant(), DeploymentCommand.TIMER, now, false, null, timer.request());
    }
}
