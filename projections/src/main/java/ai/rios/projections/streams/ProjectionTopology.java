package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import ai.rios.projections.views.ViewCodecs;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.topics.TopicCatalogue;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology of the views: events, commands and outcomes of one partition number fold into one store, in one task.
 *
 * <pre>
 * deployments.events   ─► fold-events ─────────► deployments.snapshots
 *                              │
 *                         (views) ◄─ logged, not cached
 *                              │
 * deployments.commands ─► fold-operations
 * outcomes             ─►
 * </pre>
 *
 * Values pass as bytes: what cannot be read is the fold's to judge, for it blocks one tenant and not the partition.
 */
final class ProjectionTopology {
    /** Name of the one store. */
    static final String STORE = "views";

    private static final String EVENTS = "events";
    private static final String OPERATIONS = "commands-and-outcomes";
    private static final String FOLD_EVENTS = "fold-events";
    private static final String FOLD_OPERATIONS = "fold-operations";
    private static final String SNAPSHOTS = "snapshots";

    private ProjectionTopology() {}

    /**
     * What the folds need beside the store.
     *
     * @param board is told how far each task has folded
     * @param signals are woken by folds
     * @param blocked is told of blocked tenants
     * @param tracing opens a span a fold
     */
    record Parts(
            TopicCatalogue topics,
            ViewCodecs codecs,
            Retention retention,
            SnapshotGate gate,
            ProgressBoard board,
            FoldSignals signals,
            BlockedTenants blocked,
            Tracing tracing) {}

    static Topology of(Parts parts, KeyValueBytesStoreSupplier store) {
        Deserializer<String> keys = Serdes.String().deserializer();
        Deserializer<byte[]> values = Serdes.ByteArray().deserializer();
        Serializer<String> writtenKeys = Serdes.String().serializer();
        TopicCatalogue topics = parts.topics();
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                EVENTS,
                keys,
                values,
                topics.deploymentEvents().name());
        topology.addSource(
                AutoOffsetReset.earliest(),
                OPERATIONS,
                keys,
                values,
                topics.deploymentCommands().name(),
                topics.outcomes().name());
        topology.addProcessor(FOLD_EVENTS, () -> new EventProcessor(parts), EVENTS);
        topology.addProcessor(FOLD_OPERATIONS, () -> new OperationProcessor(parts), OPERATIONS);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(
                                Map.of("max.message.bytes", Integer.toString(TopicCatalogue.MAX_MESSAGE_BYTES))),
                FOLD_EVENTS,
                FOLD_OPERATIONS);
        topology.addSink(
                SNAPSHOTS,
                topics.deploymentSnapshots().name(),
                writtenKeys,
                Serdes.ByteArray().serializer(),
                FOLD_EVENTS);
        return topology;
    }
}
