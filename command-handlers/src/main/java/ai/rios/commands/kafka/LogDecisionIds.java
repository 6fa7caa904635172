package ai.rios.commands.kafka;

import ai.rios.commands.deployment.CommandMeta;
import ai.rios.commands.deployment.DecisionIds;
import ai.rios.schemas.ids.DerivedIds;
import ai.rios.schemas.ids.Ids;

/** Ids that follow from a command's place in the log, and so are the same on every run. Immutable. */
final class LogDecisionIds implements DecisionIds {
    private final DerivedIds ids;

    LogDecisionIds(DerivedIds ids) {
        this.ids = ids;
    }

    @Override
    public String deployment(CommandMeta command, int index) {
        return id(Ids.DEPLOYMENT, command, index);
    }

    @Override
    public String event(CommandMeta command, int index) {
        return id(Ids.EVENT, command, index);
    }

    private String id(String prefix, CommandMeta command, int index) {
        return ids.id(
                prefix,
                command.partition(),
                command.offset(),
                command.appendedAt().toEpochMilli(),
                index);
    }
}
