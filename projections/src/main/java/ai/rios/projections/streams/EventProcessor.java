package ai.rios.projections.streams;

import ai.rios.projections.queries.FoldSignals;
import ai.rios.projections.views.DeploymentReads;
import ai.rios.projections.views.EventFold;
import ai.rios.projections.views.EventRecord;
import ai.rios.projections.views.Folded;
import ai.rios.projections.views.GraveFold;
import ai.rios.projections.views.TenantScan;
import ai.rios.projections.views.TenantState;
import ai.rios.projections.views.UntoldDeployments;
import ai.rios.runtime.tracing.TraceScope;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds one partition of the events topic: hands records to {@link EventFold}, snapshots to the sink, signals to readers, and
 * blocked tenants to those who read again. Confined to the task's stream thread.
 */
final class EventProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);
    private static final Duration HEAL_EVERY = Duration.ofMillis(200);

    /** Seldom, for Streams commits after every tick, also on a system that has nothing to do. */
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);

    /** Events of deleted deployments that one look of a silent partition removes at most. */
    private static final int MAX_EXPIRED_A_LOOK = 20_000;

    /** Folds between two looks for history to remove, and how many events one of them removes at most. */
    private static final int FOLDS_A_LOOK = 64;

    private static final int MAX_EXPIRED_A_BUSY_LOOK = 256;

    /** Snapshots that one step of a take-over tells at most. */
    private static final int MAX_TOLD_A_STEP = 2_000;

    private final ProjectionTopology.Parts parts;

    // set by init, which Streams calls before all else
    private @Nullable Task task;

    EventProcessor(ProjectionTopology.Parts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        Task started = new Task(parts, context);
        started.begin();
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

    @Override
    public void close() {
        if (task != null) {
            task.end();
            task = null;
        }
    }

    /** What one run of a task needs. */
    private static final class Task {
        private final ProcessorContext<String, byte[]> context;
        private final int partition;
        private final StoreWrites store;
        private final EventFold fold;
        private final GraveFold graves;
        private final SnapshotTeller teller;
        private final PartitionProgress progress;
        private final FoldSignals signals;
        private final BlockedTenants blocked;
        private final ProjectionTopology.Parts parts;
        private @Nullable Cancellable healing;
        private int folds;

        Task(ProjectionTopology.Parts parts, ProcessorContext<String, byte[]> context) {
            this.parts = parts;
            this.context = context;
            this.partition = context.taskId().partition();
            this.store = new StoreWrites(context.getStateStore(ProjectionTopology.STORE));
            this.teller = new SnapshotTeller(context, new UntoldDeployments(store), parts.gate());
            this.graves = new GraveFold(store, parts.retention().history());
            this.progress = parts.board().join(partition);
            this.fold = new EventFold(store, parts.codecs(), teller, progress.lock()::write);
            this.signals = parts.signals();
            this.blocked = parts.blocked();
        }

        void begin() {
            TenantScan.events(store, (tenant, state) -> {
                progress.sawEvent(state.lastOffset());
                progress.stands(tenant, state);
                if (state.isBlocked()) {
                    blocked.stands(partition, tenant, state);
                }
            });
            progress.tells(teller.isTelling());
            healWhileNeeded();
        }

        /** Ticks only while a tenant stands still or the snapshots topic is to be taken over. */
        private void healWhileNeeded() {
            boolean needed = progress.isAnyBlocked() || !teller.isTelling();
            if (needed && healing == null) {
                healing = context.schedule(HEAL_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> heal());
            } else if (!needed && healing != null) {
                healing.cancel();
                healing = null;
            }
        }

        void fold(Record<String, byte[]> message) {
            long offset = context.recordMetadata().orElseThrow().offset();
            String tenant = message.key();
            if (tenant != null) {
                try (TraceScope span = parts.tracing().consumer("fold event", message.headers())) {
                    EventRecord event = new EventRecord(tenant, offset, message.timestamp(), message.value());
                    Folded folded = fold.fold(event);
                    settle(tenant, folded);
                    span.attribute("rios.result", folded.getClass().getSimpleName());
                    LOG.debug(
                            "folded partition={} offset={} result={}",
                            partition,
                            offset,
                            folded.getClass().getSimpleName());
                }
            }
            progress.sawEvent(offset);
            if (++folds % FOLDS_A_LOOK == 0) {
                graves.expire(message.timestamp(), MAX_EXPIRED_A_BUSY_LOOK);
            }
        }

        /** Folds what was read again of blocked tenants, and goes on with a take-over of the snapshots topic. */
        void heal() {
            for (HealedEvents again = next(); again != null; again = next()) {
                for (EventRecord event : again.events()) {
                    Folded folded = fold.retry(event);
                    settle(again.tenant(), folded);
                    if (folded instanceof Folded.Blocked) {
                        break;
                    }
                }
                TenantState state = new DeploymentReads(store, parts.codecs()).state(again.tenant());
                blocked.stands(partition, again.tenant(), state);
                progress.stands(again.tenant(), state);
                signals.moved(again.tenant());
            }
            teller.takeOver(MAX_TOLD_A_STEP);
            progress.tells(teller.isTelling());
            healWhileNeeded();
        }

        private @Nullable HealedEvents next() {
            return blocked.next(partition).orElse(null);
        }

        private void settle(String tenant, Folded folded) {
            switch (folded) {
                case Folded.Applied _ -> signals.moved(tenant);
                case Folded.Blocked(String _, var state) -> {
                    progress.stands(tenant, state);
                    blocked.stands(partition, tenant, state);
                    signals.moved(tenant);
                    healWhileNeeded();
                }
                case Folded.Repeated _, Folded.Held _ -> {}
            }
        }

        void expire(long nowMs) {
            graves.expire(nowMs, MAX_EXPIRED_A_LOOK);
        }

        void end() {
            parts.board().close(partition);
            blocked.forget(partition);
            signals.movedAny();
        }
    }
}
