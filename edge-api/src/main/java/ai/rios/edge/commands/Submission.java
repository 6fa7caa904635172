package ai.rios.edge.commands;

import ai.rios.schemas.deployment.Outcome;

/** What a client can be told about the command it gave. Immutable. */
public sealed interface Submission {
    /** It was decided. */
    record Decided(Outcome outcome) implements Submission {}

    /** It is in the log, and the client did not want to wait longer. */
    record UnderWay(String operation) implements Submission {}

    /** No outcome came in time: whether it was, or will be, carried out is for its operation to tell. */
    record Unknown(String operation) implements Submission {}
}
