package ai.rios.runtime.streams;

/** How an instance is a member of its consumer group. Immutable. */
public sealed interface Membership {
    /**
     * Known by name, so that a killed instance that comes back gets its partitions at once. Only where no other instance is to
     * take over: a static member that joins again triggers no rebalance, and restores beside an idle standby.
     *
     * @param instanceId unique in the group
     */
    record Static(String instanceId) implements Membership {}

    /** Known by nothing: its partitions go to the others once its session has timed out. */
    record Dynamic() implements Membership {}
}
