package ai.rios.projections.streams;

import ai.rios.projections.views.OperationFold;
import ai.rios.projections.views.TenantScan;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds one partition of the commands and of the outcomes topic. Confined to the task's stream thread. */
final class OperationProcessor implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(OperationProcessor.class);
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);

    /** Operations of silent tenants that one look removes at most. */
    private static final int MAX_EXPIRED_A_LOOK = 20_000;

    private final ProjectionTopology.Parts parts;

    // set by init, which Streams calls before all else
    private @Nullable Task task;

    OperationProcessor(ProjectionTopology.Parts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        Task started = new Task(parts, context);
        task = started;
        context.schedule(EXPIRE_EVERY, PunctuationType.WALL_CLOCK_TIME, started::expire);
    }

    @Override
    public void process(Record<String, byte[]> message) {
        Task running = task;
        if (running == null) {
            throw new IllegalStateException("a record before init");
        }
        running.fold(message);
    }

    /** What one run of a task needs. */
    private static final class Task {
        private final ProjectionTopology.Parts parts;
        private final ProcessorContext<Void, Void> context;
        private final OperationFold fold;
        private final int partition;
        private final PartitionProgress progress;

        Task(ProjectionTopology.Parts parts, ProcessorContext<Void, Void> context) {
            this.parts = parts;
            this.context = context;
            this.partition = context.taskId().partition();
            StoreWrites store = new StoreWrites(context.getStateStore(ProjectionTopology.STORE));
            this.fold = new OperationFold(
                    store,
                    parts.codecs(),
                    parts.retention().operations(),
                    parts.retention().operationsPerTenant());
            this.progress = parts.board().join(partition);
            TenantScan.operations(store, (nextCommand, nextOutcome) -> {
                progress.sawCommand(nextCommand - 1);
                progress.sawOutcome(nextOutcome - 1);
            });
        }

        void fold(Record<String, byte[]> message) {
            var place = context.recordMetadata().orElseThrow();
            if (place.topic().equals(parts.topics().outcomes().name())) {
                foldOutcome(message, place.offset());
                progress.sawOutcome(place.offset());
            } else {
                foldCommand(message, place.offset());
                progress.sawCommand(place.offset());
            }
        }

        private void foldCommand(Record<String, byte[]> message, long offset) {
            if (message.key() != null) {
                fold.command(
                        message.key(),
                        header(message, Headers.OPERATION),
                        header(message, Headers.REQUEST_ID),
                        message.value(),
                        message.timestamp(),
                        offset);
            }
        }

        private void foldOutcome(Record<String, byte[]> message, long offset) {
            if (message.key() == null || message.value() == null) {
                return;
            }
            // A fault of the store is none of the outcome and must stop everything, so only the reading is guarded.
            Outcome outcome;
            try {
                outcome = parts.codecs().outcome().decode().apply(message.value());
            } catch (SchemasUnavailableException e) {
                throw e; // says nothing of the outcome: the record is to be tried again
            } catch (RuntimeException e) {
                LOG.warn("outcome skipped partition={} offset={} reason=\"{}\"", partition, offset, e.getMessage());
                return;
            }
            fold.outcome(message.key(), outcome, message.value(), offset);
        }

        void expire(long nowMs) {
            fold.expire(nowMs, MAX_EXPIRED_A_LOOK);
        }

        private static @Nullable String header(Record<String, byte[]> message, String name) {
            Header header = message.headers().lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
