package ai.rios.commands.simulation;

/** A bug of the world, to see that it is found. */
enum Plant {
    /** A sound world. */
    NONE,
    /** An outcome is written by itself, and can be seen before, and without, the state that it tells of. */
    OUTCOME_BEFORE_STATE,
    /** Now and then a change of a store does not get into its changelog. */
    LOST_CHANGELOG_RECORD,
    /** The broker takes what a writer has whose partitions and id are another's. */
    SECOND_WRITER
}
