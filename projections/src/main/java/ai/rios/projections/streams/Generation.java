package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import ai.rios.projections.queries.LocalQueries;
import ai.rios.projections.views.TenantState;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.runtime.metrics.Metrics;
import ai.rios.schemas.query.DeploymentQueries;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
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

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

    private final GenerationConfig config;
    private final KafkaStreams streams;
    private final ProgressBoard board;
    private final FoldSignals signals;
    private final DeploymentQueries queries;
    private final SideReader sideReader;

    private Generation(
            GenerationConfig config,
            KafkaStreams streams,
            ProgressBoard board,
            FoldSignals signals,
            DeploymentQueries queries,
            SideReader sideReader) {
        this.config = config;
        this.streams = streams;
        this.board = board;
        this.signals = signals;
        this.queries = queries;
        this.sideReader = sideReader;
    }

    /** Starts to fold; returns at once. The topics must exist. */
    public static Generation start(
            GenerationConfig config, ViewCodecs codecs, SnapshotGate gate, Metrics metrics, InstantSource clock) {
        ProgressBoard board = new ProgressBoard();
        FoldSignals signals = new FoldSignals(MAX_WAITING);
        SideReader sideReader = new SideReader(
                config.topics().deploymentEvents().name(),
                () -> new KafkaConsumer<>(
                        config.sideReaderSettings(), new StringDeserializer(), new ByteArrayDeserializer()));
        ProjectionTopology.Parts parts = new ProjectionTopology.Parts(
                config.topics(), codecs, config.retention(), gate, board, signals, sideReader);
        KafkaStreams streams = new KafkaStreams(
                ProjectionTopology.of(parts, Stores.persistentKeyValueStore(ProjectionTopology.STORE)),
                config.streamsProperties());
        StandbyBoard standbys = new StandbyBoard(signals);
        streams.setStandbyUpdateListener(standbys);
        streams.setStateListener((now, before) -> {
            LOG.info("views application={} state={} before={}", config.applicationId(), now, before);
            signals.movedAny();
        });
        streams.setUncaughtExceptionHandler(e -> {
            LOG.error("views thread failed application={}", config.applicationId(), e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        StreamsPartitions partitions = new StreamsPartitions(streams, board, standbys, config);
        DeploymentQueries queries =
                new LocalQueries(partitions, codecs, signals, config.retention().operations(), clock);
        metrics.bind(streams);
        sideReader.start();
        streams.start();
        return new Generation(config, streams, board, signals, queries, sideReader);
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
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Tenants of this process's partitions that stand still, with where and why. */
    public Map<String, TenantState> blockedTenants() {
        Map<String, TenantState> blocked = new TreeMap<>();
        board.all().values().forEach(progress -> blocked.putAll(progress.blocked()));
        return blocked;
    }

    /** Commits and leaves the group, so that others take over at once. */
    @Override
    public void close() {
        boolean closed = streams.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        sideReader.close();
        signals.movedAny();
        if (!closed) {
            LOG.warn("views did not close in time application={}", config.applicationId());
        }
    }
}
