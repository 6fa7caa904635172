package ai.rios.edge.queries;

import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.topics.Partitions;
import ai.rios.schemas.wire.Query;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.QueryParameters;
import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a question from instance to instance until one answers or the patience is over. Thread-safe. */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /** What an answer may take on top of what the question waits for. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    /** An instance that did not answer is asked last for so long. */
    private static final Duration SUSPICION = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final ProjectionInstances instances;
    private final Routing routing;
    private final int partitions;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** Until when, in nanoseconds, an instance is asked last; as many entries as there are instances. */
    private final Map<String, Long> suspects = new ConcurrentHashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Asking(ProjectionInstances instances, Routing routing, int partitions, Duration patience, LongSupplier nanoTime) {
        this.instances = instances;
        this.routing = routing;
        this.partitions = partitions;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** What one instance said. */
    private sealed interface Said {
        /** The body is the answer. */
        record Answered(HttpResponse<byte[]> response) implements Said {}

        /** Its view has not got so far. */
        record Behind(ProjectionBehindException why) implements Said {}

        /** It has another table. */
        record OtherTable() implements Said {}

        /** It cannot answer now, or cannot be reached. */
        record Nothing() implements Said {}
    }

    /**
     * The answer's bytes.
     *
     * @throws ProjectionBehindException when the view does not reach the position
     * @throws QueryUnavailableException when nobody answers in time
     */
    byte[] ask(Query query) {
        WaitingQuery question = WaitingQuery.from(query, nanoTime);
        long deadlineNanos =
                nanoTime.getAsLong() + question.left().plus(patience).toNanos();
        int partition = Partitions.of(query.tenant(), partitions);
        Duration pause = FIRST_PAUSE;
        try {
            Routing.Known known = routing.current(until(deadlineNanos));
            while (true) {
                Optional<byte[]> answer = known == null ? Optional.empty() : round(known.table(), partition, question);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (nanoTime.getAsLong() + pause.toNanos() - deadlineNanos > 0) {
                    throw new QueryUnavailableException("no projection answers for partition " + partition, null);
                }
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                known = routing.refetch(known, until(deadlineNanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryUnavailableException("interrupted while asking", e);
        }
    }

    private Duration until(long deadlineNanos) {
        return Duration.ofNanos(Math.max(deadlineNanos - nanoTime.getAsLong(), 0));
    }

    /** Asks by one table; empty when it is of no use. */
    private Optional<byte[]> round(RoutingTable table, int partition, WaitingQuery question)
            throws InterruptedException {
        ProjectionBehindException behind = null;
        List<String> candidates =
                table.route(partition).map(RoutingTable.Route::candidates).orElse(List.of());
        for (String instance : trustedFirst(candidates)) {
            switch (ask(instance, table.epoch(), question)) {
                case Said.Answered(HttpResponse<byte[]> response) -> {
                    return Optional.of(response.body());
                }
                case Said.Behind(ProjectionBehindException why) -> {
                    if (why.isBlocked()) {
                        throw why; // the hole is in the log: another copy stands at it too
                    }
                    if (behind == null || why.position() > behind.position()) {
                        behind = why;
                    }
                }
                case Said.OtherTable() -> {
                    return Optional.empty();
                }
                case Said.Nothing() -> {}
            }
        }
        if (behind != null) {
            throw behind;
        }
        return Optional.empty();
    }

    private Said ask(String instance, String epoch, WaitingQuery question) throws InterruptedException {
        try {
            Duration left = question.left();
            String target = QueryParameters.target(question.within(left));
            HttpResponse<byte[]> response = instances.get(instance, target, epoch, left.plus(ANSWER_LIMIT));
            suspects.remove(instance);
            return switch (response.statusCode()) {
                case 200 -> new Said.Answered(response);
                case 412 -> new Said.Behind(behind(response));
                case 421 -> new Said.OtherTable();
                case 503 -> new Said.Nothing();
                default ->
                    throw new QueryUnavailableException(
                            instance + " answers " + response.statusCode() + ": " + text(response), null);
            };
        } catch (IOException e) {
            LOG.debug("projection does not answer instance={} reason=\"{}\"", instance, e.getMessage());
            suspects.put(instance, nanoTime.getAsLong() + SUSPICION.toNanos());
            return new Said.Nothing();
        }
    }

    private List<String> trustedFirst(List<String> candidates) {
        List<String> trusted = new ArrayList<>();
        List<String> suspected = new ArrayList<>();
        long nowNanos = nanoTime.getAsLong();
        for (String candidate : candidates) {
            Long until = suspects.get(candidate);
            (until != null && until - nowNanos > 0 ? suspected : trusted).add(candidate);
        }
        trusted.addAll(suspected);
        return trusted;
    }

    private static ProjectionBehindException behind(HttpResponse<byte[]> response) {
        long position =
                response.headers().firstValueAsLong(QueryHeaders.POSITION).orElse(0);
        boolean blocked = response.headers()
                .firstValue(QueryHeaders.BLOCKED)
                .map(Boolean::parseBoolean)
                .orElse(false);
        return new ProjectionBehindException(position, blocked);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
