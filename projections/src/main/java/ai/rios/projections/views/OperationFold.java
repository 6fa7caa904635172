package ai.rios.projections.views;

import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.OperationsQuery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Folds commands (an operation is pending) and outcomes (it is decided) into the operations view of one partition. The two
 * topics are read side by side, so either record may come first; an outcome always wins.
 *
 * <p>Operations are kept for a time and up to a number a tenant, the oldest going first; each fold does a bounded part of
 * that work, and {@link #expire} the rest for tenants that have fallen silent.
 *
 * <p>Not thread-safe: the partition's own thread owns it.
 */
public final class OperationFold {
    /** Folds between two looks for old operations. */
    private static final int FOLDS_A_LOOK = 64;

    /** Operations that one look removes at most: more than were added since the last, so that the view shrinks under load. */
    private static final int EVICTIONS_A_LOOK = 256;

    /** Request ids longer than this are not indexed; the edge takes no longer ones. */
    private static final int MAX_REQUEST_ID = 512;

    private final ViewWrites store;
    private final ViewCodecs codecs;
    private final Duration retention;
    private final int maxPerTenant;
    private int folds;

    /**
     * @param retention how long an operation is kept after its command
     * @param maxPerTenant operations kept of one tenant, at most
     */
    public OperationFold(ViewWrites store, ViewCodecs codecs, Duration retention, int maxPerTenant) {
        this.store = store;
        this.codecs = codecs;
        this.retention = retention;
        this.maxPerTenant = maxPerTenant;
    }

    /**
     * Folds a command.
     *
     * @param tenant the record's key
     * @param operation from the record's header; null where there is none: such a command is nobody's operation
     * @param requestId from the record's header; null where there is none
     * @param appendedMs log-append time, epoch milliseconds
     */
    public void command(
            String tenant,
            @Nullable String operation,
            @Nullable String requestId,
            byte @Nullable [] value,
            long appendedMs,
            long offset) {
        Tally tally = tally(tenant);
        if (operation != null && !operation.isEmpty() && value != null) {
            byte[] key = ViewKey.operation(tenant, operation);
            byte[] stored = store.get(key);
            if (stored == null) {
                String request = requestId == null ? "" : requestId;
                StoredOperation pending =
                        new StoredOperation(request, typeOf(value), appendedMs, offset, StoredOperation.UNSEEN, null);
                tally = add(tenant, operation, pending, tally);
            } else {
                store.put(
                        key,
                        StoredOperation.ofBytes(stored).withCommandAt(offset).toBytes());
            }
        }
        tally = look(tenant, tally, appendedMs);
        save(tenant, tally.withCommandAt(offset));
    }

    /**
     * Folds an outcome.
     *
     * @param tenant the record's key
     * @param value the outcome as it stands in the log
     */
    public void outcome(String tenant, Outcome outcome, byte[] value, long offset) {
        Tally tally = tally(tenant);
        long decidedMs = outcome.time().toEpochMilli();
        if (!outcome.operation().isEmpty()) {
            byte[] key = ViewKey.operation(tenant, outcome.operation());
            byte[] stored = store.get(key);
            if (stored == null) {
                StoredOperation decided = new StoredOperation(
                        outcome.requestId(), outcome.command(), decidedMs, StoredOperation.UNSEEN, offset, value);
                tally = add(tenant, outcome.operation(), decided, tally);
            } else {
                StoredOperation known = StoredOperation.ofBytes(stored);
                store.put(key, known.withOutcome(offset, value).toBytes());
            }
        }
        tally = look(tenant, tally, decidedMs);
        save(tenant, tally.withOutcomeAt(offset));
    }

    /**
     * Removes what is too old, over all tenants.
     *
     * @param maxRemovals bound of the work
     * @return operations removed
     */
    public int expire(long nowMs, int maxRemovals) {
        int removed = 0;
        try (ViewCursor tenants = store.scan(new byte[] {ViewKey.TALLY}, new byte[] {ViewKey.TALLY + 1})) {
            while (removed < maxRemovals && tenants.next()) {
                Tally before = Tally.ofBytes(tenants.value());
                if (before.operations() > 0) {
                    String tenant = ViewKey.textOf(tenants.key());
                    Tally after = evict(tenant, before, nowMs, maxRemovals - removed, maxPerTenant);
                    removed += (int) (before.operations() - after.operations());
                    if (!after.equals(before)) {
                        save(tenant, after);
                    }
                }
            }
        }
        return removed;
    }

    private String typeOf(byte[] command) {
        try {
            DeploymentCommand decoded = codecs.command().decode().apply(command);
            return decoded.request().type();
        } catch (SchemasUnavailableException e) {
            throw e; // says nothing of the command: the record is to be tried again
        } catch (RuntimeException unreadable) {
            return "unrecognized"; // the handler refuses it too; the operation still can be asked for
        }
    }

    private Tally add(String tenant, String id, StoredOperation operation, Tally tally) {
        store.put(ViewKey.operation(tenant, id), operation.toBytes());
        byte[] requestKey = requestKey(tenant, operation, id);
        if (requestKey != null) {
            store.put(requestKey, id.getBytes(StandardCharsets.UTF_8));
        }
        byte[] ageKey = ViewKey.of(ViewKey.AGE)
                .text(tenant)
                .number(operation.submittedAtMs())
                .last(id);
        store.put(ageKey, id.getBytes(StandardCharsets.UTF_8));
        return tally.withAdded(operation.submittedAtMs());
    }

    private Tally look(String tenant, Tally tally, long nowMs) {
        folds++;
        if (tally.operations() > maxPerTenant) {
            return evict(tenant, tally, nowMs, EVICTIONS_A_LOOK, maxPerTenant - maxPerTenant / 100);
        }
        return folds % FOLDS_A_LOOK == 0 ? evict(tenant, tally, nowMs, EVICTIONS_A_LOOK, maxPerTenant) : tally;
    }

    /** Begins at the oldest that is kept: the store walks over what was removed before it, which may be a great many. */
    private Tally evict(String tenant, Tally tally, long nowMs, int maxRemovals, int keep) {
        ViewKey ages = ViewKey.of(ViewKey.AGE).text(tenant);
        int agePlace = ages.bytes().length;
        byte[] end = ages.end();
        long expiredBeforeMs = nowMs - retention.toMillis();
        long left = tally.operations();
        long oldestMs = tally.oldestMs();
        try (ViewCursor oldest = store.scan(ages.number(oldestMs).bytes(), end)) {
            for (int i = 0; i < maxRemovals && oldest.next(); i++) {
                oldestMs = ByteBuffer.wrap(oldest.key()).getLong(agePlace);
                if (oldestMs >= expiredBeforeMs && left <= keep) {
                    break;
                }
                remove(tenant, oldest.key(), new String(oldest.value(), StandardCharsets.UTF_8));
                left--;
            }
        }
        return tally.afterRemovals(left, oldestMs);
    }

    private void remove(String tenant, byte[] ageKey, String id) {
        byte[] key = ViewKey.operation(tenant, id);
        byte[] stored = store.get(key);
        if (stored != null) {
            byte[] requestKey = requestKey(tenant, StoredOperation.ofBytes(stored), id);
            if (requestKey != null) {
                store.delete(requestKey);
            }
            store.delete(key);
        }
        store.delete(ageKey);
    }

    private static byte @Nullable [] requestKey(String tenant, StoredOperation operation, String id) {
        if (!isIndexed(operation.requestId())) {
            return null;
        }
        return request(tenant, operation.requestId())
                .number(Long.MAX_VALUE - operation.submittedAtMs())
                .last(id);
    }

    /** Start of the keys of a request's operations. */
    static ViewKey request(String tenant, String requestId) {
        return ViewKey.of(ViewKey.REQUEST).text(tenant).text(requestId);
    }

    /** The first key that may come behind the place that the query names. */
    static byte[] behind(String tenant, OperationsQuery query) {
        ViewKey prefix = request(tenant, query.requestId());
        OperationsQuery.Place after = query.after();
        // the text's end makes it the next key after the place's own
        return after == null
                ? prefix.bytes()
                : prefix.number(Long.MAX_VALUE - after.submittedAtMs())
                        .text(after.id())
                        .bytes();
    }

    /** Whether operations of the request can be found by its id. */
    static boolean isIndexed(String requestId) {
        return !requestId.isEmpty() && requestId.length() <= MAX_REQUEST_ID && requestId.indexOf('\0') < 0;
    }

    private Tally tally(String tenant) {
        return Tally.ofBytes(store.get(ViewKey.tally(tenant)));
    }

    private void save(String tenant, Tally tally) {
        store.put(ViewKey.tally(tenant), tally.toBytes());
    }
}
