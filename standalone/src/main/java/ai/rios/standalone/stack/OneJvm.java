package ai.rios.standalone.stack;

import ai.rios.commands.CommandHandlers;
import ai.rios.commands.HandlersConfig;
import ai.rios.commands.HandlersSurroundings;
import ai.rios.commands.kafka.LogIdentity;
import ai.rios.edge.Edge;
import ai.rios.edge.EdgeConfig;
import ai.rios.projections.Projections;
import ai.rios.projections.ProjectionsConfig;
import ai.rios.runtime.logging.Logging;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.settings.StackSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services in this JVM: command handlers and projections fold in threads of their own, the edge asks the projections by
 * method call. Thread-safe.
 */
public final class OneJvm implements Workload {
    private static final Logger LOG = LoggerFactory.getLogger(OneJvm.class);
    private static final String INSTANCE = "standalone";

    private final StackContext context;
    private final InstantSource clock = InstantSource.system();

    /** What has been started, the last one first: the order of the stop. Touched by the running thread only. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Written by the running thread, read by who asks for blocked tenants. */
    private volatile @Nullable Projections projections;

    private OneJvm(StackContext context) {
        this.context = context;
    }

    /** Starts them; see {@link Workload.Starter}. */
    public static Workload start(StackContext context) {
        OneJvm services = new OneJvm(context);
        return Workload.started(services, services::assemble);
    }

    private void assemble() {
        Settings settings = StackSettings.read(context);
        Logging.start(
                LoggingConfig.from(settings).inFile(context.folder().logs().resolve("services.log")));
        TracingConfig tracing = TracingConfig.from(settings);
        Observability observability = opened(Observability.open(tracing, "edge", INSTANCE, clock));
        Catalogue catalogue = opened(Catalogue.open(context));
        catalogue.apply();
        context.progress().starting("services");
        CommandHandlers handlers = opened(CommandHandlers.start(
                HandlersConfig.from(settings),
                new HandlersSurroundings(
                        context.foundation().bootstrapServers(),
                        Map.of(),
                        catalogue.topics(),
                        catalogue.schemaIds(),
                        state("command-handlers"),
                        log(catalogue),
                        observability.withTracing(opened(Tracing.open(tracing, "command-handlers", INSTANCE))),
                        clock),
                end -> context.failed().accept("The command handlers have ended: " + end.getMessage())));
        Projections folding = opened(projections(settings, catalogue, tracing, observability));
        projections = folding;
        opened(Edge.start(EdgeConfig.from(settings), folding.queries(), catalogue.schemaIds(), observability, clock));
        observability.health().live(handlers.live()).ready(handlers.ready());
        observability.health().live(folding.live()).ready(folding.ready());
        Readiness.await(httpUrl(), observability.health(), context.folder().keys());
        context.progress().done("services", httpUrl());
    }

    private Projections projections(
            Settings settings, Catalogue catalogue, TracingConfig tracing, Observability observability) {
        ProjectionsConfig config = ProjectionsConfig.from(
                settings,
                catalogue.topics(),
                context.foundation().bootstrapServers(),
                Map.of(),
                state("projections"),
                null);
        return Projections.start(
                config,
                observability.withTracing(opened(Tracing.open(tracing, "projections", INSTANCE))),
                catalogue.schemaIds(),
                clock);
    }

    private LogIdentity log(Catalogue catalogue) {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, context.foundation().bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            return LogIdentity.await(admin, catalogue.topics());
        }
    }

    private Path state(String service) {
        return context.folder().streams().resolve(service);
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    @Override
    public String httpUrl() {
        return "http://127.0.0.1:" + context.httpPort();
    }

    @Override
    public List<ProcessEntry> processes() {
        return List.of();
    }

    @Override
    public Set<String> blockedTenants() {
        Projections folding = projections;
        return folding == null ? Set.of() : folding.blockedTenants().keySet();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception failure) {
                // The others must still be closed; what is left of this one ends with the process.
                LOG.error("not closed in order part={}", part.getClass().getSimpleName(), failure);
            }
        }
    }
}
