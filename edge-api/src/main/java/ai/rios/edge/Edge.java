package ai.rios.edge;

import ai.rios.edge.auth.JwtAuthenticator;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.batch.BatchRoutes;
import ai.rios.edge.commands.Backbone;
import ai.rios.edge.commands.CommandLog;
import ai.rios.edge.commands.Commands;
import ai.rios.edge.commands.KafkaBackbone;
import ai.rios.edge.commands.PendingCommands;
import ai.rios.edge.deployments.DeploymentReads;
import ai.rios.edge.deployments.DeploymentWrites;
import ai.rios.edge.deployments.ListCursors;
import ai.rios.edge.deployments.OperationLookup;
import ai.rios.edge.deployments.OperationRoutes;
import ai.rios.edge.deployments.OutcomeAnswers;
import ai.rios.edge.deployments.Pages;
import ai.rios.edge.deployments.Writes;
import ai.rios.edge.docs.DocsRoutes;
import ai.rios.edge.http.ApiVersions;
import ai.rios.edge.http.BelowRoutes;
import ai.rios.edge.http.Exchanges;
import ai.rios.edge.http.FrontDoor;
import ai.rios.edge.http.Handshakes;
import ai.rios.edge.http.HttpServer;
import ai.rios.edge.http.PositionHeader;
import ai.rios.edge.http.RequestMetrics;
import ai.rios.edge.http.Route;
import ai.rios.edge.http.RouteTable;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.runtime.guard.Guards;
import ai.rios.runtime.guard.SelfConnect;
import ai.rios.runtime.health.HealthCheck;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.process.Periodic;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.ids.RandomIds;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The front of the system: takes requests over HTTP, puts commands into the log, answers with their outcomes, and reads the
 * views. Holds no truth: any number of edges serve the same stack. Thread-safe.
 */
public final class Edge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Edge.class.getName());
    /** An id that nobody has: only the position of the view is wanted. */
    private static final String NO_DEPLOYMENT = "none";

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);
    private static final Duration KNOCKING = Duration.ofSeconds(5);

    private final HttpServer server;
    private final RouteTable routes;
    private final Backbone backbone;
    private final CommandLog log;
    private final Sockets sockets;
    private final Guards guards;
    private final ScheduledExecutorService housekeeping;
    private final Duration drainWait;

    /** Never opened: draining waits on it for its time. */
    private final CountDownLatch never = new CountDownLatch(1);

    /** Set once by {@link #drain}, read by those who ask for readiness. */
    private volatile boolean draining;

    private Edge(
            HttpServer server,
            RouteTable routes,
            Backbone backbone,
            CommandLog log,
            Sockets sockets,
            Guards guards,
            ScheduledExecutorService housekeeping,
            Duration drainWait) {
        this.server = server;
        this.routes = routes;
        this.backbone = backbone;
        this.log = log;
        this.sockets = sockets;
        this.guards = guards;
        this.housekeeping = housekeeping;
        this.drainWait = drainWait;
    }

    /**
     * Starts an edge on Kafka. It answers at once, and is ready when it has its place on every partition of
     * outcomes and events.
     *
     * @param queries the views
     * @param schemas the registry's numbers of schemas
     * @param observability is given the edge's spans, meters and checks
     * @throws IllegalArgumentException when a setting cannot be used
     * @throws IllegalStateException when the port cannot be had
     */
    public static Edge start(
            EdgeConfig config,
            DeploymentQueries queries,
            SchemaIds schemas,
            Observability observability,
            InstantSource clock) {
        TopicCatalogue topics = TopicCatalogue.of(config.topicPrefix(), TopicCatalogue.DEFAULT_PARTITIONS);
        return start(config, Map.of(), topics, queries, schemas, observability, clock);
    }

    /**
     * Starts an edge on Kafka, as {@link #start(EdgeConfig, DeploymentQueries, SchemaIds, Observability, InstantSource)} does.
     *
     * @param clientProperties of every Kafka client, such as TLS and SASL
     * @param topics the catalogue; its topics should exist, else the edge waits for them
     */
    public static Edge start(
            EdgeConfig config,
            Map<String, String> clientProperties,
            TopicCatalogue topics,
            DeploymentQueries queries,
            SchemaIds schemas,
            Observability observability,
            InstantSource clock) {
        Map<String, Object> kafka = new HashMap<>(clientProperties);
        kafka.put("bootstrap.servers", config.kafka());
        kafka.put("client.id", "edge");
        Backbone backbone = new KafkaBackbone(kafka, topics, schemas, config.appendLimit());
        Sockets.Maker sockets = Sockets.onKafka(config, kafka, topics, schemas);
        return start(config, backbone, sockets, queries, observability, clock);
    }

    /** Starts an edge on any log, without {@code /v1/stream}. */
    static Edge start(
            EdgeConfig config,
            Backbone backbone,
            DeploymentQueries queries,
            Observability observability,
            InstantSource clock) {
        return start(config, backbone, Sockets.withoutStream(config), queries, observability, clock);
    }

    /** Starts an edge on any log, with these sockets. */
    static Edge start(
            EdgeConfig config,
            Backbone backbone,
            Sockets.Maker socketsMaker,
            DeploymentQueries queries,
            Observability observability,
            InstantSource clock) {
        Opened opened = new Opened();
        try {
            return assemble(config, backbone, socketsMaker, queries, observability, clock, opened);
        } catch (RuntimeException e) {
            opened.closeAll();
            throw e;
        }
    }

    private static Edge assemble(
            EdgeConfig config,
            Backbone backbone,
            Sockets.Maker socketsMaker,
            DeploymentQueries queries,
            Observability observability,
            InstantSource clock,
            Opened opened) {
        RandomIds ids = new RandomIds(new SecureRandom(), clock);
        Signer signer = signer(config);
        PendingCommands pending = new PendingCommands(clock);
        String name = ids.next("edge");
        opened.add(backbone);
        CommandLog log = opened.add(backbone.join(name, pending::complete));
        Commands commands = new Commands(log, pending, ids, name, config.appendLimit(), clock);
        RequestMetrics requestLog = new RequestMetrics(observability.metrics().registry(), config.accessLog());
        JwtAuthenticator authenticator =
                new JwtAuthenticator(config.jwks(), config.jwksRefresh(), config.tokenLeeway(), clock);
        TenantPositions positions = new TenantPositions(
                tenant -> queries.find(tenant, NO_DEPLOYMENT, At.NOW).position());
        Exchanges exchanges = new Exchanges(
                ApiVersions.shipped(clock),
                new HashSet<>(config.allowedOrigins()),
                observability.tracing(),
                requestLog,
                ids,
                clock);
        Sockets sockets = opened.add(socketsMaker.open(new Sockets.Parts(
                authenticator,
                signer,
                positions,
                new Handshakes(exchanges),
                observability.metrics().registry(),
                clock)));
        RouteTable routes = new RouteTable(routes(commands, queries, signer, observability, clock));
        Guards guards =
                opened.add(new Guards(new Guards.Limits(config.headLimit(), config.bodyLimit(), config.writeLimit())));
        PositionHeader position = new PositionHeader(authenticator, positions);
        FrontDoor frontDoor = new FrontDoor(
                routes,
                exchanges,
                authenticator,
                guards,
                config.maxBodyBytes(),
                config.maxRequests(),
                config.unsentBytes(),
                position);
        HttpServer server = HttpServer.start(
                new HttpServer.Config(
                        config.host(),
                        config.port(),
                        config.maxBodyBytes(),
                        config.maxConnections(),
                        config.idleLimit(),
                        config.maxStreams(),
                        config.roomLimit(),
                        sockets.protocols()),
                frontDoor,
                guards,
                new BelowRoutes(exchanges, config.maxBodyBytes(), position).handlers());
        ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("edge-housekeeping").factory());
        var _ = housekeeping.scheduleWithFixedDelay(
                Periodic.goingOn("give up lost commands", pending::giveUpLost),
                HOUSEKEEPING.toSeconds(),
                HOUSEKEEPING.toSeconds(),
                TimeUnit.SECONDS);
        SelfConnect selfConnect = new SelfConnect(config.host(), server.port());
        var _ = housekeeping.scheduleWithFixedDelay(
                Periodic.goingOn("knock at the own address", selfConnect::knock),
                KNOCKING.toSeconds(),
                KNOCKING.toSeconds(),
                TimeUnit.SECONDS);
        MeterRegistry registry = observability.metrics().registry();
        registry.gauge("rios.edge.commands.in.flight", pending, PendingCommands::items);
        registry.gauge("rios.edge.connections", guards, Guards::open);
        registry.more().counter("rios.edge.connections.expired", List.of(), guards, Guards::expired);
        Edge edge = new Edge(server, routes, backbone, log, sockets, guards, housekeeping, config.drainWait());
        observability
                .health()
                .live(HealthCheck.of("edge-port", selfConnect::isOpen, "the port takes no connections"))
                .ready(HealthCheck.of("edge", edge::isReady, "no place on every partition of outcomes and events yet"));
        return edge;
    }

    private static List<Route> routes(
            Commands commands,
            DeploymentQueries queries,
            Signer signer,
            Observability observability,
            InstantSource clock) {
        OutcomeAnswers answers = new OutcomeAnswers(queries);
        OperationLookup operations =
                new OperationLookup(queries, clock, pause -> LockSupport.parkNanos(pause.toNanos()));
        Writes writes = new Writes(commands);
        Pages pages = new Pages(new ListCursors(signer, clock), new WatchCursors(signer));
        List<Route> routes = new ArrayList<>();
        routes.addAll(new DeploymentWrites(writes, answers).routes());
        routes.addAll(new DeploymentReads(queries, pages).routes());
        routes.addAll(new OperationRoutes(queries, operations, answers, pages).routes());
        routes.addAll(new BatchRoutes(writes, answers, queries).routes());
        routes.addAll(new DocsRoutes().routes());
        routes.addAll(new SocketRoutes(new Tickets(signer, clock)).routes());
        routes.addAll(new HealthRoutes(observability).routes());
        return routes;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Every route that it answers. */
    List<Route> routes() {
        return routes.routes();
    }

    /** Whether it takes requests and will see every outcome. */
    public boolean isReady() {
        return !draining && server.isRunning() && backbone.isPositioned() && sockets.isPositioned();
    }

    /** Says "not ready" from now on and leaves balancers the time to look elsewhere. Blocking. */
    public void drain() {
        draining = true;
        try {
            never.await(drainWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains, closes sockets, stops listening, lets requests under way finish, and leaves the log. */
    @Override
    public void close() {
        drain();
        sockets.close();
        server.close();
        log.close();
        backbone.close();
        guards.close();
        housekeeping.shutdownNow();
    }

    private static Signer signer(EdgeConfig config) {
        if (!config.signingKeys().isEmpty()) {
            return Signer.of(config.signingKeys());
        }
        LOG.log(Level.WARNING, "edge.signing-keys is empty: cursors and tickets are good at this process only");
        return Signer.of(List.of(Signer.newKey()));
    }
}
