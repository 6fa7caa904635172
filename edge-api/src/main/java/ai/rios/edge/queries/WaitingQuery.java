package ai.rios.edge.queries;

import ai.rios.schemas.query.At;
import ai.rios.schemas.wire.Query;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A question that waits by itself, and how much of that waiting is left: however many instances are asked, they share it.
 * Immutable.
 *
 * @param untilNanos when its waiting is over, by {@code nanoTime}
 */
record WaitingQuery(Query query, long untilNanos, LongSupplier nanoTime) {
    /** A question that begins to wait now. */
    static WaitingQuery from(Query query, LongSupplier nanoTime) {
        Duration waits = query.at().maxWait();
        if (query instanceof Query.Await await) {
            waits = waits.plus(await.timeout());
        }
        return new WaitingQuery(query, nanoTime.getAsLong() + waits.toNanos(), nanoTime);
    }

    /** How long it may still wait; not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(untilNanos - nanoTime.getAsLong(), 0));
    }

    /** The question such that it waits no longer than that, for the position first. */
    Query within(Duration left) {
        Duration forPosition = shorter(query.at().maxWait(), left);
        At at = new At(query.at().minPosition(), forPosition);
        return switch (query) {
            case Query.Find(String tenant, String id, var _) -> new Query.Find(tenant, id, at);
            case Query.FindRevision(String tenant, String id, long revision, var _) ->
                new Query.FindRevision(tenant, id, revision, at);
            case Query.History(String tenant, String id, var history, var _) ->
                new Query.History(tenant, id, history, at);
            case Query.ListPage(String tenant, var list, var _) -> new Query.ListPage(tenant, list, at);
            case Query.Await(String tenant, String id, var condition, Duration timeout, var _) ->
                new Query.Await(tenant, id, condition, shorter(timeout, left.minus(forPosition)), at);
            case Query.OperationById(String tenant, String id, var _) -> new Query.OperationById(tenant, id, at);
            case Query.OperationsByRequest(String tenant, var operations, var _) ->
                new Query.OperationsByRequest(tenant, operations, at);
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
