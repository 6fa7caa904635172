package ai.rios.commands.simulation;

/** What may go wrong in a history; each has its own choice of them. */
enum Fault {
    /** An instance dies between two steps of its thread. */
    CRASH,
    /** An instance dies between two writes of one step. */
    CRASH_WITHIN,
    /** An instance stands still and goes on later, knowing nothing of it. */
    PAUSE,
    /** An instance ends in good order, to come back. */
    STOP,
    /** The group drops a member that may well be alive. */
    EXPIRE,
    /** Partitions are dealt out anew. */
    REBALANCE,
    /** Another instance starts under the name of one that lives. */
    SECOND,
    /** The group loses its offsets. */
    FORGET_OFFSETS,
    /** Changelogs are compacted. */
    COMPACT,
    /** Time goes by in leaps. */
    LEAP,
    /** What was decided about transactions is told late. */
    LATE_MARKERS
}
