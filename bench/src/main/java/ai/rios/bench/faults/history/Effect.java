package ai.rios.bench.faults.history;

/**
 * What an answer says has happened: an event of a kind, of a deployment. Immutable.
 *
 * @param revision of the deployment after it; 0 when the answer does not tell
 */
public record Effect(String kind, String deployment, long revision) {}
