package ai.rios.projections.views;

import org.jspecify.annotations.Nullable;

/** Takes the states that downstream services see. Confined to the thread that folds. */
@FunctionalInterface
public interface SnapshotSink {
    /** Takes nothing. */
    SnapshotSink NONE = (event, id, deployment) -> {};

    /**
     * A deployment's next state.
     *
     * @param event the record that made it
     * @param id the deployment's
     * @param deployment encoded; null when it is gone
     */
    void accept(EventRecord event, String id, byte @Nullable [] deployment);
}
