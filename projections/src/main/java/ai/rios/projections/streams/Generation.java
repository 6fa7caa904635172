package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import ai.rios.projections.queries.LocalQueries;
import ai.rios.projections.views.Cut;
import ai.rios.projections.views.TenantState;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.projections.views.ViewDigest;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.streams.StreamsApplication;
import ai.rios.runtime.streams.ThreadReplacement;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of the views in this process: a Streams application of its own with its own stores. Thread-safe; the folds
 * run in threads of its own from {@link #start} to {@link #close}.
 */
public final class Generation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    /** Readers that may wait at once; each holds a thread of its caller. */
    private static final int MAX_WAITING = 10_000;

    /** Of one tenant, so that it takes no other's place. */
    private static final int MAX_WAITING_OF_TENANT = 4_000;

    /** Stream threads that may be replaced within a minute before the instance counts as dead. */
    private static final int TOLERATED_PER_MINUTE = 12;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

    private final GenerationConfig config;
    private final StreamsApplication application;
    private final ProgressBoard board;
    private final StandbyBoard standbys;
    private final FoldSignals signals;
    private final DeploymentQueries queries;
    private final StreamsPartitions partitions;
    private final ViewCodecs codecs;
    private final SideReader sideReader;

    private Generation(
            GenerationConfig config,
            StreamsApplication application,
            ProgressBoard board,
            StandbyBoard standbys,
            FoldSignals signals,
            DeploymentQueries queries,
            StreamsPartitions partitions,
            ViewCodecs codecs,
            SideReader sideReader) {
        this.config = config;
        this.application = application;
        this.board = board;
        this.standbys = standbys;
        this.signals = signals;
        this.queries = queries;
        this.partitions = partitions;
        this.codecs = codecs;
        this.sideReader = sideReader;
    }

    /** Starts to fold; returns at once. The topics must exist. */
    public static Generation start(
            GenerationConfig config,
            ViewCodecs codecs,
            SnapshotGate gate,
            Observability observability,
            InstantSource clock) {
        ProgressBoard board = new ProgressBoard();
        FoldSignals signals = new FoldSignals(MAX_WAITING, MAX_WAITING_OF_TENANT);
        SideReader sideReader = new SideReader(
                config.topics().deploymentEvents().name(),
                () -> new KafkaConsumer<>(
                        config.sideReaderSettings(), new StringDeserializer(), new ByteArrayDeserializer()));
        ProjectionTopology.Parts parts = new ProjectionTopology.Parts(
                config.topics(), codecs, config.retention(), gate, board, signals, sideReader, observability.tracing());
        StandbyBoard standbys = new StandbyBoard(signals);
        StreamsApplication application = StreamsApplication.start(
                ProjectionTopology.of(parts, Stores.persistentKeyValueStore(ProjectionTopology.STORE)),
                config.streamsSettings(),
                new ThreadReplacement(
                        TOLERATED_PER_MINUTE, clock, end -> LOG.error("views ended reason=\"{}\"", end.getMessage())),
                streams -> {
                    streams.setStandbyUpdateListener(standbys);
                    streams.setStateListener((now, before) -> {
                        LOG.info("views application={} state={} before={}", config.applicationId(), now, before);
                        signals.movedAny();
                    });
                    observability.metrics().bind(streams);
                });
        sideReader.start();
        StreamsPartitions partitions = new StreamsPartitions(application.streams(), board, standbys, config);
        DeploymentQueries queries =
                new LocalQueries(partitions, codecs, signals, config.retention().operations(), clock);
        return new Generation(config, application, board, standbys, signals, queries, partitions, codecs, sideReader);
    }

    /** Number of the generation, from 1. */
    public int number() {
        return config.number();
    }

    /** Answers for the tenants whose partitions are here. */
    public DeploymentQueries queries() {
        return queries;
    }

    /** Whether the application runs and no partition is on the move. */
    public boolean isRunning() {
        return application.isReady();
    }

    /** Whether a restart would not help. */
    public boolean isLive() {
        return application.isLive();
    }

    /** State of the application in a word. */
    public String state() {
        return application.state();
    }

    /**
     * Who holds which partition, as this instance knows it.
     *
     * @param self this instance's own address
     */
    public RoutingTable routing(String self) {
        return RoutingView.of(
                config.number(),
                self,
                application.streams().metadataForAllStreamsClients(),
                config.topics().deploymentEvents().name(),
                config.topics().partitions(),
                standbys.lags());
    }

    /**
     * An active partition of this process.
     *
     * @param folded how far
     * @param blocked tenants that stand still
     * @param telling whether this generation tells the snapshots topic
     */
    public record PartitionState(Cut folded, Set<String> blocked, boolean telling) {}

    /** The partitions that this process folds now. */
    public Map<Integer, PartitionState> active() {
        Map<Integer, PartitionState> states = new TreeMap<>();
        board.all().forEach((partition, progress) -> {
            Cut folded = new Cut(progress.nextEvent(), progress.nextCommand(), progress.nextOutcome());
            Set<String> blocked = progress.blocked().keySet();
            states.put(partition, new PartitionState(folded, blocked, progress.isTelling()));
        });
        return states;
    }

    /** A digest of one partition's views as of a cut that is folded. Reads the whole partition; call it seldom. */
    public ViewDigest.Taken digest(int partition, Cut cut, ViewDigest.Limits limits) {
        return ViewDigest.take(partitions.views(partition), codecs, cut, limits);
    }

    /** Removes the stores of this process from the disk; only once it is closed. */
    public void removeStores() {
        application.streams().cleanUp();
        Path folder = config.stateDir().resolve(config.applicationId());
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("stores of an old generation stay on disk folder={} reason=\"{}\"", folder, e.getMessage());
        }
    }

    /** Tenants of this process's partitions that stand still, with where and why. */
    public Map<String, TenantState> blockedTenants() {
        Map<String, TenantState> blocked = new TreeMap<>();
        board.all().values().forEach(progress -> blocked.putAll(progress.blocked()));
        return blocked;
    }

    /**
     * Commits and stops.
     *
     * @param stop whether others are to take over at once
     */
    public void close(StreamsApplication.Stop stop) {
        boolean closed = application.close(CLOSE_LIMIT, stop);
        sideReader.close();
        signals.movedAny();
        if (!closed) {
            LOG.warn("views did not close in time application={}", config.applicationId());
        }
    }

    /** Commits and leaves the group, so that others take over at once. */
    @Override
    public void close() {
        close(StreamsApplication.Stop.FOR_GOOD);
    }
}
