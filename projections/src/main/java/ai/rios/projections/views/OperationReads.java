package ai.rios.projections.views;

import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
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
                .map(stored -> operation(id, StoredOperation.ofBytes(stored)))
                .filter(this::isKept);
    }

    /** Operations with a correlation id, the newest first, behind the place that the query names. */
    public List<Operation> byRequest(String tenant, OperationsQuery query) {
        if (!OperationFold.isIndexed(query.requestId())) {
            return List.of();
        }
        byte[] end = OperationFold.request(tenant, query.requestId()).end();
        List<Operation> found = new ArrayList<>();
        try (ViewCursor ids = store.scan(OperationFold.behind(tenant, query), end)) {
            while (found.size() < query.limit() && ids.next()) {
                find(tenant, new String(ids.value(), StandardCharsets.UTF_8)).ifPresent(found::add);
            }
        }
        return found;
    }

    private boolean isKept(Operation operation) {
        return operation.submittedAt().isAfter(clock.instant().minus(retention));
    }

    private Operation operation(String id, StoredOperation stored) {
        byte[] bytes = stored.outcome();
        Outcome outcome = bytes == null ? null : codecs.outcome().decode().apply(bytes);
        return new Operation(
                id, stored.requestId(), stored.command(), Instant.ofEpochMilli(stored.submittedAtMs()), outcome);
    }
}
