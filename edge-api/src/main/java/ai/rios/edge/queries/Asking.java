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

    /** Until when, in nanoseconds, an instance is asked last; as many entries as there are instances. */
    private final Map<String, Long> suspects = new ConcurrentHashMap<>();

    Asking(ProjectionInstances instances, Routing routing, int partitions, Duration patience) {
        this.instances = instances;
        this.routing = routing;
        this.partitions = partitions;
        this.patience = patience;
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
     * @param waits how long the question waits by itself
     * @throws ProjectionBehindException when the view does not reach the position
     * @throws QueryUnavailableException when nobody answers in time
     */
    byte[] ask(Query query, Duration waits) {
        long deadlineNanos = System.nanoTime() + waits.plus(patience).toNanos();
        int partition = Partitions.of(query.tenant(), partitions);
        String target = QueryParameters.target(query);
        Duration limit = waits.plus(ANSWER_LIMIT);
        Duration pause = FIRST_PAUSE;
        try {
            Routing.Known known = routing.current();
            while (true) {
                Optional<byte[]> answer =
                        known == null ? Optional.empty() : round(known.table(), partition, target, limit);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (System.nanoTime() + pause.toNanos() - deadlineNanos > 0) {
                    throw new QueryUnavailableException("no projection answers for partition " + partition, null);
                }
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                known = routing.refetch(known);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryUnavailableException("interrupted while asking", e);
        }
    }

    /** Asks by one table; empty when it is of no use. */
    private Optional<byte[]> round(RoutingTable table, int partition, String target, Duration limit)
            throws InterruptedException {
        ProjectionBehindException behind = null;
        List<String> candidates =
                table.route(partition).map(RoutingTable.Route::candidates).orElse(List.of());
        for (String instance : trustedFirst(candidates)) {
            switch (ask(instance, table.epoch(), target, limit)) {
                case Said.Answered(HttpResponse<byte[]> response) -> {
                    return Optional.of(response.body());
                }
                case Said.Behind(ProjectionBehindException why) -> {
                    if (why.isBlocked() || behind == null || why.position() > behind.position()) {
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

    private Said ask(String instance, String epoch, String target, Duration limit) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = instances.get(instance, target, epoch, limit);
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
            suspects.put(instance, System.nanoTime() + SUSPICION.toNanos());
            return new Said.Nothing();
        }
    }

    private List<String> trustedFirst(List<String> candidates) {
        List<String> trusted = new ArrayList<>();
        List<String> suspected = new ArrayList<>();
        long nowNanos = System.nanoTime();
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
