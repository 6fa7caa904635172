package ai.rios.commands.deployment;

/** Ids that a decision gives out. The same command and index always get the same id; no two commands ever share one. */
public interface DecisionIds {
    /** Id of a deployment that the command makes; {@code index} is that of the batch's item, 0 to 255. */
    String deployment(CommandMeta command, int index);

    /** Id of the command's event with that index, 0 to 255. */
    String event(CommandMeta command, int index);
}
