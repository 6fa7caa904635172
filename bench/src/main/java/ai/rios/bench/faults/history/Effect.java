package ai.rios.bench.faults.history;

/**
 * What an answer says has happened: an event of a kind, of a deployment. Immutable.
 *
 * @param revision of the deployment after it; 0 when the answer does not tell
 * @param label of the change that was asked for; empty where it changes no spec
 */
public record Effect(String kind, String deployment, long revision, String label) {
    /** One of a change without a label. */
    public Effect(String kind, String deployment, long revision) {
        this(kind, deployment, revision, "");
    }
}
