package ai.rios.projections.streams;

import ai.rios.projections.views.EventRecord;
import ai.rios.projections.views.SnapshotSink;
import ai.rios.projections.views.UntoldDeployments;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells the snapshots topic what the fold makes of one partition, from the offset on that the gate names; until it names one,
 * keeps in the store what there will be to tell. Confined to the task's stream thread.
 */
final class SnapshotTeller implements SnapshotSink {
    private final ProcessorContext<String, byte[]> context;
    private final UntoldDeployments untold;
    private final SnapshotGate gate;
    private final int partition;
    private final long floor;
    private OptionalLong from;

    SnapshotTeller(ProcessorContext<String, byte[]> context, UntoldDeployments untold, SnapshotGate gate) {
        this.context = context;
        this.untold = untold;
        this.gate = gate;
        this.partition = context.taskId().partition();
        this.from = gate.isFirst() ? OptionalLong.of(0) : untold.toldFrom();
        this.floor = from.isPresent() ? 0 : gate.floor(partition);
    }

    /** Whether this generation tells the topic. */
    boolean isTelling() {
        return from.isPresent();
    }

    @Override
    public void accept(EventRecord event, String id, byte @Nullable [] deployment) {
        if (from.isPresent()) {
            if (event.offset() >= from.getAsLong()) {
                forward(event.tenant(), id, deployment);
            }
        } else if (event.offset() >= floor) {
            untold.add(event.tenant(), id, event.offset());
        }
    }

    /**
     * Begins to tell once the gate has opened: first what was kept.
     *
     * @param max deployments told in this call, at most; the rest comes with the next calls
     */
    void takeOver(int max) {
        if (from.isPresent()) {
            return;
        }
        OptionalLong opened = gate.takenOverAt(partition);
        if (opened.isPresent() && untold.drain(opened.getAsLong(), max, this::forward)) {
            untold.tellFrom(opened.getAsLong());
            from = opened;
        }
    }

    private void forward(String tenant, String id, byte @Nullable [] deployment) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.DEPLOYMENT_ID, id.getBytes(StandardCharsets.UTF_8));
        context.forward(new Record<>(tenant + "/" + id, deployment, context.currentSystemTimeMs(), headers));
    }
}
