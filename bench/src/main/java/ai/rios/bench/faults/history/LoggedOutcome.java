package ai.rios.bench.faults.history;

/**
 * An outcome as its topic holds it. Immutable.
 *
 * @param place partition and offset, for people
 * @param refused whether the command as a whole was refused, so that nothing was written
 */
public record LoggedOutcome(String place, String tenant, String operation, String requestId, boolean refused) {}
