package ai.rios.projections;

import ai.rios.projections.streams.Generation;
import ai.rios.projections.streams.GenerationConfig;
import ai.rios.projections.streams.SnapshotGate;
import ai.rios.projections.streams.WireCodecs;
import ai.rios.projections.views.TenantState;
import ai.rios.runtime.process.Observability;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.query.DeploymentQueries;
import java.time.InstantSource;
import java.util.Map;

/**
 * The projections of one process: folds what happens into views and answers questions over them. Thread-safe; folds run in
 * threads of its own until it is closed.
 */
public final class Projections implements AutoCloseable {
    private final Generation generation;

    private Projections(Generation generation) {
        this.generation = generation;
    }

    /**
     * Starts to fold. Waits until the topics exist, at most a minute.
     *
     * @throws TopicsMissingException when they do not
     */
    public static Projections start(
            ProjectionsConfig config, Observability observability, SchemaIds ids, InstantSource clock) {
        String eventsTopicId = SourceTopics.await(config);
        GenerationConfig first = new GenerationConfig(
                1,
                config.topics(),
                config.clients(),
                eventsTopicId,
                config.stateDir(),
                config.retention(),
                config.threads(),
                config.standbys(),
                null,
                config.staticInstance());
        return new Projections(Generation.start(
                first, WireCodecs.of(config.topics(), ids), SnapshotGate.OPEN, observability.metrics(), clock));
    }

    /** Answers for the tenants whose partitions this process holds: all, when it is alone. */
    public DeploymentQueries queries() {
        return generation.queries();
    }

    /** Whether every partition of this process can be read. */
    public boolean isReady() {
        return generation.isRunning();
    }

    /** Tenants whose views stand still, with where and why. */
    public Map<String, TenantState> blockedTenants() {
        return generation.blockedTenants();
    }

    /** Leaves the group, so that others take over at once. */
    @Override
    public void close() {
        generation.close();
    }
}
