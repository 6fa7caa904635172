package ai.rios.commands.simulation;

/** What holds in every history, whatever goes wrong in it. */
enum Invariant {
    /** A command that got into the log is decided once: one outcome, one decided offset, nothing set aside. */
    DECIDED_ONCE,
    /** What a client saw is what the log holds. */
    ACKNOWLEDGED_KEPT,
    /** What an outcome tells has its events exactly once, and nothing else has any. */
    EVENTS_ONCE,
    /** Sequences of tenants and revisions of deployments go 1, 2, 3, by legal steps. */
    NO_HOLES,
    /** A name has one holder. */
    ONE_HOLDER,
    /** A repeated key gives the first outcome. */
    FIRST_OUTCOME,
    /** Outcome, events, state and offset of a command are of one transaction. */
    ONE_TRANSACTION,
    /** The events of a batch are all there and side by side; those of a refused one are not. */
    WHOLE_BATCH,
    /** The changelog comes to the live state. */
    STATE_FROM_CHANGELOG,
    /** The events come to the live state. */
    STATE_FROM_EVENTS,
    /** One undisturbed decider decides the same. */
    SERIAL,
    /** The owner of a partition never refuses its state, nobody does so for good, and nothing fails. */
    RUNS,
    /** Once nothing goes wrong any more, all is decided. */
    COMES_TO_REST
}
