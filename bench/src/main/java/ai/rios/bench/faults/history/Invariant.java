package ai.rios.bench.faults.history;

/** What must hold of every history. */
public enum Invariant {
    /** What was acknowledged has its events. */
    ACKNOWLEDGED_IS_THERE,
    /** Nothing has happened twice, acknowledged or not. */
    DONE_ONCE,
    /** What was refused or turned away has no events. */
    REFUSED_IS_NOT_DONE,
    /** Sequences of tenants and revisions of deployments are 1, 2, 3 … */
    NO_HOLES,
    /** No two living deployments of a tenant have one name. */
    NAMES_HELD_ONCE,
    /** A read shows what the log had at its position, or later; never something that the log has not. */
    READS_HONOUR_POSITIONS,
    /** A client that sends its last position never sees something older. */
    READS_NEVER_GO_BACK,
    /** A repeated key gives the first outcome. */
    KEYS_GIVE_THE_FIRST_OUTCOME,
    /** Every operation has one outcome. */
    ONE_OUTCOME,
    /** The events of a batch stand together, all of them. */
    BATCHES_WHOLE,
    /** A stream shows every event once, in order, over all its sockets. */
    STREAMS_GO_FORWARD,
    /** Views are what the events make. */
    VIEWS_EQUAL_EVENTS,
    /** The snapshots topic is what the events make. */
    SNAPSHOTS_EQUAL_EVENTS
}
