package ai.rios.projections.views;

import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds deployment events into the views of one partition, in log order.
 *
 * <p>An event is folded only when it is its tenant's next; one seen before is dropped; anything else (a hole, bytes that
 * cannot be read, an event that does not follow its deployment) blocks that tenant alone, whose later events are then held
 * back until {@link #retry} gets past the place. The tenant's state is written last, so that every prefix of the writes is a
 * state in which the event counts as not folded.
 *
 * <p>Not thread-safe: the partition's own thread owns it.
 */
public final class EventFold {
    /** A state is kept at every so many revisions, so that no read of an old one folds more events than that. */
    static final long MILESTONE_EVERY = 64;

    private final ViewWrites store;
    private final ViewCodecs codecs;
    private final SnapshotSink snapshots;
    private final Consumer<Runnable> atOnce;

    /**
     * A fold into one partition.
     *
     * @param snapshots is told each state once, in order, and never an older one after a newer one
     * @param atOnce runs the writes of one event, so that readers see all of them or none
     */
    public EventFold(ViewWrites store, ViewCodecs codecs, SnapshotSink snapshots, Consumer<Runnable> atOnce) {
        this.store = store;
        this.codecs = codecs;
        this.snapshots = snapshots;
        this.atOnce = atOnce;
    }

    /** A fold that nobody reads beside. */
    public EventFold(ViewWrites store, ViewCodecs codecs, SnapshotSink snapshots) {
        this(store, codecs, snapshots, Runnable::run);
    }

    /**
     * Folds the partition's next record.
     *
     * @throws SchemasUnavailableException when the event's schema cannot be had now; nothing is written then
     */
    public Folded fold(EventRecord event) {
        TenantState state = state(event.tenant());
        TenantState.Block block = state.block();
        if (block != null) {
            save(event.tenant(), new TenantState(state.sequence(), state.nextOffset(), block.holding(event.offset())));
            return new Folded.Held(event.tenant());
        }
        return foldNext(event, state, null);
    }

    /**
     * Folds a record of a blocked tenant, read again from {@link TenantState#nextOffset()}. The block ends when nothing that
     * was held back remains.
     */
    public Folded retry(EventRecord event) {
        TenantState state = state(event.tenant());
        return foldNext(event, state, state.block());
    }

    private TenantState state(String tenant) {
        return TenantState.ofBytes(store.get(ViewKey.tenant(tenant)));
    }

    private Folded foldNext(EventRecord raw, TenantState state, TenantState.@Nullable Block block) {
        DeploymentEvent event;
        byte[] bytes = raw.value();
        try {
            event = decode(raw, bytes);
        } catch (SchemasUnavailableException e) {
            throw e; // says nothing of the event: the record is to be tried again
        } catch (RuntimeException e) {
            return block(raw, state, "the event at offset " + raw.offset() + " cannot be read: " + e.getMessage());
        }
        if (bytes == null || event.sequence() <= state.sequence()) {
            return repeated(raw, state, block);
        }
        if (event.sequence() != state.sequence() + 1) {
            String hole =
                    "sequence " + event.sequence() + " at offset " + raw.offset() + " follows " + state.sequence();
            return block(raw, state, hole);
        }
        try {
            Deployment deployment = after(event);
            apply(raw, bytes, event, deployment, block);
            return new Folded.Applied(event, deployment);
        } catch (IllegalArgumentException e) {
            return block(raw, state, "the event at offset " + raw.offset() + " does not fit: " + e.getMessage());
        }
    }

    private DeploymentEvent decode(EventRecord raw, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("it has no value");
        }
        DeploymentEvent event = codecs.event().decode().apply(bytes);
        if (!event.tenant().equals(raw.tenant())) {
            throw new IllegalArgumentException("its key is another tenant's");
        }
        return event;
    }

    private Deployment after(DeploymentEvent event) {
        byte[] stored = store.get(ViewKey.deployment(event.tenant(), event.deploymentId()));
        if (stored == null) {
            return Deployment.first(event);
        }
        return codecs.deployment().decode().apply(stored).after(event);
    }

    private void apply(
            EventRecord raw,
            byte[] bytes,
            DeploymentEvent event,
            Deployment deployment,
            TenantState.@Nullable Block block) {
        String tenant = event.tenant();
        String id = event.deploymentId();
        byte[] kept = ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(raw.offset())
                .put(bytes)
                .array();
        byte[] state = deployment.status() == DeploymentStatus.DELETED
                ? null
                : codecs.deployment().encode().apply(deployment);
        TenantState folded = new TenantState(event.sequence(), raw.offset() + 1, remaining(raw, block));
        snapshots.accept(raw, id, state);
        atOnce.accept(() -> {
            store.put(ViewKey.history(tenant, id).number(event.revision()).bytes(), kept);
            if (state == null) {
                store.put(ViewKey.grave(event.time().toEpochMilli(), tenant, id), Grave.toBytes(tenant, id));
                store.delete(ViewKey.deployment(tenant, id));
            } else {
                store.put(ViewKey.deployment(tenant, id), state);
                if (event.revision() % MILESTONE_EVERY == 0) {
                    store.put(
                            ViewKey.milestone(tenant, id)
                                    .number(event.revision())
                                    .bytes(),
                            state);
                }
            }
            save(tenant, folded);
        });
    }

    private Folded repeated(EventRecord raw, TenantState state, TenantState.@Nullable Block block) {
        if (block != null && remaining(raw, block) == null) {
            save(raw.tenant(), new TenantState(state.sequence(), state.nextOffset(), null));
        }
        return new Folded.Repeated();
    }

    private static TenantState.@Nullable Block remaining(EventRecord folded, TenantState.@Nullable Block block) {
        return block != null && block.heldTo() > folded.offset() + 1 ? block : null;
    }

    private Folded block(EventRecord event, TenantState state, String reason) {
        TenantState.Block before = state.block();
        long heldTo = Math.max(event.offset() + 1, before == null ? 0 : before.heldTo());
        long sinceMs = before == null ? event.timestampMs() : before.sinceMs();
        TenantState.Block block = new TenantState.Block(reason, event.offset(), heldTo, sinceMs);
        TenantState blocked = new TenantState(state.sequence(), state.nextOffset(), block);
        if (!blocked.equals(state)) {
            save(event.tenant(), blocked);
        }
        return new Folded.Blocked(event.tenant(), blocked);
    }

    private void save(String tenant, TenantState state) {
        store.put(ViewKey.tenant(tenant), state.toBytes());
    }
}
