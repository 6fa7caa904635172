package ai.rios.projections;

import ai.rios.projections.rebuild.Comparison;
import ai.rios.projections.rebuild.GenerationPlan;
import ai.rios.projections.rebuild.Generations;
import ai.rios.projections.service.QueryServer;
import ai.rios.projections.streams.Generation;
import ai.rios.projections.streams.WireCodecs;
import ai.rios.projections.views.TenantState;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.runtime.cluster.NeededTopics;
import ai.rios.runtime.health.HealthCheck;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.streams.StreamsApplication.Stop;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.wire.AnswerCodec;
import ai.rios.schemas.wire.RoutingTable;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The projections of one process: folds what happens into views and answers questions over them, in this process and, with a
 * listener, over HTTP/2. Thread-safe; folds run in threads of its own until it is closed.
 */
public final class Projections implements AutoCloseable {
    /** How long a question of this process bears with a partition on the move; another's is to go elsewhere at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicReference<@Nullable Generations> generations = new AtomicReference<>();
    private final DeploymentQueries queries = new ActiveQueries(() -> active().queries(), PATIENCE);
    private final DeploymentQueries served = new ActiveQueries(() -> active().queries(), Duration.ZERO);
    private final @Nullable QueryServer server;
    private final String self;

    private Projections(ProjectionsConfig config, SchemaIds ids) {
        ListenerConfig listener = config.listener();
        if (listener == null) {
            this.server = null;
            this.self = "";
            return;
        }
        this.server = QueryServer.start(
                listener.host(),
                listener.port(),
                listener.secret(),
                () -> served,
                this::routing,
                new AnswerCodec(config.topics(), ids));
        this.self = listener.advertised().isEmpty() ? listener.host() + ":" + server.port() : listener.advertised();
    }

    /**
     * Starts to fold. Waits until the topics exist, at most a minute.
     *
     * @throws ai.rios.runtime.cluster.TopicsMissingException when they do not
     */
    public static Projections start(
            ProjectionsConfig config, Observability observability, SchemaIds ids, InstantSource clock) {
        String eventsTopicId = eventsTopicId(config);
        ViewCodecs codecs = WireCodecs.of(config.topics(), ids);
        Projections projections = new Projections(config, ids);
        String advertised = projections.server == null ? null : projections.self;
        Generations started = Generations.start(
                config.topics(),
                config.clients(),
                new Comparison.Ages(
                        config.retention().history(), config.retention().operations()),
                clock,
                (number, gate) -> Generation.start(
                        config.generation(number, eventsTopicId, advertised), codecs, gate, observability, clock));
        projections.generations.set(started);
        Gauge.builder(
                        "rios.projections.blocked.tenants",
                        projections,
                        all -> all.blockedTenants().size())
                .description("tenants whose views stand still at a hole or an unreadable event")
                .register(observability.metrics().registry());
        return projections;
    }

    private static String eventsTopicId(ProjectionsConfig config) {
        TopicCatalogue topics = config.topics();
        try (Admin admin = Admin.create(config.clients())) {
            NeededTopics found = NeededTopics.await(
                    admin,
                    List.of(
                            topics.deploymentEvents(),
                            topics.deploymentCommands(),
                            topics.outcomes(),
                            topics.deploymentSnapshots()));
            return found.topicId(topics.deploymentEvents());
        }
    }

    /** Answers for the tenants whose partitions this process holds: all, when it is alone. */
    public DeploymentQueries queries() {
        return queries;
    }

    /** Whether every partition of this process can be read. */
    public boolean isReady() {
        Generation generation = activeOrNull();
        return generation != null && generation.isRunning();
    }

    /** Whether no restart is needed. */
    public boolean isLive() {
        Generations started = generations.get();
        Generation generation = activeOrNull();
        return (started == null || started.isFollowing()) && (generation == null || generation.isLive());
    }

    /** The check that says whether a restart is needed. */
    public HealthCheck live() {
        return HealthCheck.of(
                "projections-live", this::isLive, "threads keep dying, or the control topic is not followed");
    }

    /** The check that says whether questions are answered; it names tenants that stand still. */
    public HealthCheck ready() {
        return HealthCheck.of("projections", () -> {
            Map<String, TenantState> blocked = blockedTenants();
            String detail = blocked.isEmpty() ? "" : "blocked tenants " + blocked.keySet();
            return isReady()
                    ? new HealthCheck.Answer(true, detail)
                    : HealthCheck.Answer.down("streams are not running");
        });
    }

    /** Tenants of this process's partitions whose views stand still, with where and why. */
    public Map<String, TenantState> blockedTenants() {
        Generation generation = activeOrNull();
        return generation == null ? Map.of() : generation.blockedTenants();
    }

    /** Which generations of the views there are. */
    public GenerationPlan plan() {
        Generations started = generations.get();
        return started == null ? GenerationPlan.FIRST : started.plan();
    }

    /** The port on which other processes ask; empty when there is no listener. */
    public OptionalInt port() {
        return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
    }

    /** Stops, to come back at once: its partitions wait for it, if it is alone. */
    public void closeForRestart() {
        close(Stop.FOR_RESTART);
    }

    /** Stops for good: others take over at once. */
    @Override
    public void close() {
        close(Stop.FOR_GOOD);
    }

    private void close(Stop stop) {
        if (server != null) {
            server.close();
        }
        Generations started = generations.getAndSet(null);
        if (started != null) {
            started.close(stop);
        }
    }

    private RoutingTable routing() {
        Generation generation = activeOrNull();
        return generation == null ? new RoutingTable("starting", 0, self, List.of()) : generation.routing(self);
    }

    private Generation active() {
        Generations started = generations.get();
        if (started == null) {
            throw new QueryUnavailableException("the views have not begun here", null);
        }
        return started.active();
    }

    private @Nullable Generation activeOrNull() {
        Generations started = generations.get();
        return started == null ? null : started.activeIfBegun().orElse(null);
    }
}
