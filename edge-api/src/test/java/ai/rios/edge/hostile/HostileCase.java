package ai.rios.edge.hostile;

/**
 * A row of the table. Immutable.
 *
 * @param name what is hostile about it; with the group's it is unique
 * @param answer as {@link Heard#answer} has it
 * @param rule where that answer is promised
 */
record HostileCase(Group group, String name, Attack attack, String answer, Rule rule) {
    /** Sends what is hostile and hears what comes of it. Blocking. */
    interface Attack {
        Heard on(World world) throws Exception;
    }

    @Override
    public String toString() {
        return group.title() + ": " + name;
    }
}
