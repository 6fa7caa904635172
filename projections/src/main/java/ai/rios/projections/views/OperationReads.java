package ai.rios.projections.views;

import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import ai.rios.schemas.query.OperationsQuery.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the operations view of one partition. Safe for use beside the thread that folds; immutable itself. */
public final class OperationReads {
    private final ViewReads store;
    private final ViewCodecs codecs;
    private final Duration retention;
    private final InstantSource clock;

    /**
     * Reads of one partition.
     *
     * @param retention operations older than this are not shown, removed or not
     */
    public OperationReads(ViewReads store, ViewCodecs codecs, Duration retention, InstantSource clock) {
        this.store = store;
        this.codecs = codecs;
        this.retention = retention;
        this.clock = clock;
    }

    /** The operation, unless it is unknown or too old. */
    public Optional<Operation> find(String tenant, String id) {
        return Optional.ofNullable(store.get(ViewKey.operation(tenant, id)))
                .map(StoredOperation::ofBytes)
                .filter(stored -> isKept(stored.submittedAtMs()))
                .map(stored -> operation(id, stored));
    }

    /** Operations with a correlation id, the newest first, behind the place that the query names. */
    public Listed<Operation> byRequest(String tenant, OperationsQuery query) {
        if (!OperationFold.isIndexed(query.requestId())) {
            return new Listed<>(List.of(), null, query.count() ? 0L : null);
        }
        ViewKey prefix = OperationFold.request(tenant, query.requestId());
        List<Operation> found = new ArrayList<>();
        boolean more = false;
        try (ViewCursor ids = store.scan(OperationFold.behind(tenant, query), prefix.end());
                ViewCursor counted = query.count() ? store.scan(prefix.bytes(), prefix.end()) : null) {
            while (!more && ids.next()) {
                Optional<Operation> operation = find(tenant, id(ids.value()));
                more = operation.isPresent() && found.size() == query.limit();
                if (!more) {
                    operation.ifPresent(found::add);
                }
            }
            Long total = counted == null ? null : Listed.count(counted, id -> isKept(tenant, id(id)));
            return new Listed<>(found, more ? Place.of(found.getLast()).text() : null, total);
        }
    }

    private boolean isKept(String tenant, String id) {
        byte[] stored = store.get(ViewKey.operation(tenant, id));
        return stored != null && isKept(StoredOperation.ofBytes(stored).submittedAtMs());
    }

    private static String id(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private boolean isKept(long submittedAtMs) {
        return submittedAtMs > clock.instant().minus(retention).toEpochMilli();
    }

    private Operation operation(String id, StoredOperation stored) {
        byte[] bytes = stored.outcome();
        Outcome outcome = bytes == null ? null : codecs.outcome().decode().apply(bytes);
        return new Operation(
                id, stored.requestId(), stored.command(), Instant.ofEpochMilli(stored.submittedAtMs()), outcome);
    }
}
