package ai.rios.schemas.wire;

import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.FilterSyntaxException;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.OperationsQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions as the path and query of a GET, and back. */
public final class QueryParameters {
    /** Where all paths begin. */
    public static final String BASE = "/queries/v1/";

    private static final int MAX_PAGE = 200;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
    private static final String SETTLED = "settled";

    private QueryParameters() {}

    /** Path and query. */
    public static String target(Query query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", query.tenant());
        if (query.at().minPosition() > 0) {
            parameters.put("min", Long.toString(query.at().minPosition()));
            parameters.put("wait", Long.toString(query.at().maxWait().toMillis()));
        }
        put(query, parameters);
        StringBuilder target = new StringBuilder(BASE).append(query.name());
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            target.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return target.toString();
    }

    private static void put(Query query, Map<String, String> parameters) {
        switch (query) {
            case Query.Find(var _, String id, var _) -> parameters.put("id", id);
            case Query.FindRevision(var _, String id, long revision, var _) -> {
                parameters.put("id", id);
                parameters.put("revision", Long.toString(revision));
            }
            case Query.History(var _, String id, HistoryQuery history, var _) -> {
                parameters.put("id", id);
                parameters.put("after", Long.toString(history.afterRevision()));
                parameters.put("limit", Integer.toString(history.limit()));
                putCount(history.count(), parameters);
            }
            case Query.ListPage(var _, ListQuery list, var _) -> putList(list, parameters);
            case Query.Await(var _, String id, Condition condition, Duration timeout, var _) -> {
                parameters.put("id", id);
                parameters.put("for", target(condition.target()));
                parameters.put("timeout", Long.toString(timeout.toMillis()));
                if (condition.minObservedGeneration() != null) {
                    parameters.put(
                            "generation", condition.minObservedGeneration().toString());
                }
            }
            case Query.OperationById(var _, String operation, var _) -> parameters.put("id", operation);
            case Query.OperationsByRequest(var _, OperationsQuery operations, var _) ->
                putOperations(operations, parameters);
        }
    }

    private static void putOperations(OperationsQuery operations, Map<String, String> parameters) {
        parameters.put("request", operations.requestId());
        parameters.put("limit", Integer.toString(operations.limit()));
        if (operations.after() != null) {
            parameters.put("after", operations.after().id());
            parameters.put("after_ms", Long.toString(operations.after().submittedAtMs()));
        }
        putCount(operations.count(), parameters);
    }

    private static void putList(ListQuery list, Map<String, String> parameters) {
        parameters.put("limit", Integer.toString(list.limit()));
        if (!list.filter().terms().isEmpty()) {
            parameters.put("filter", list.filter().text());
        }
        if (list.afterId() != null) {
            parameters.put("after", list.afterId());
        }
        putCount(list.count(), parameters);
    }

    private static void putCount(boolean count, Map<String, String> parameters) {
        if (count) {
            parameters.put("count", "true");
        }
    }

    private static String target(Condition.Target target) {
        return switch (target) {
            case Condition.HasStatus(DeploymentStatus status) -> status.wire();
            case Condition.Settled() -> SETTLED;
        };
    }

    /**
     * The question in a path and its parameters.
     *
     * @param name last segment of the path
     * @param parameters decoded value of a parameter; null where it is absent
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static Query parse(String name, Function<String, @Nullable String> parameters) {
        Reader in = new Reader(parameters);
        String tenant = in.text("tenant");
        At at = at(in);
        return switch (name) {
            case "find" -> new Query.Find(tenant, in.text("id"), at);
            case "revision" ->
                new Query.FindRevision(tenant, in.text("id"), in.number("revision", 0, Long.MAX_VALUE), at);
            case "history" ->
                new Query.History(
                        tenant,
                        in.text("id"),
                        new HistoryQuery(in.number("after", 0, Long.MAX_VALUE), in.limit(), in.count()),
                        at);
            case "list" -> new Query.ListPage(tenant, list(in), at);
            case "await" ->
                new Query.Await(
                        tenant,
                        in.text("id"),
                        condition(in),
                        Duration.ofMillis(in.number("timeout", 0, MAX_TIMEOUT.toMillis())),
                        at);
            case "operation" -> new Query.OperationById(tenant, in.text("id"), at);
            case "operations" -> new Query.OperationsByRequest(tenant, operations(in), at);
            default -> throw new IllegalArgumentException("there is no question " + name);
        };
    }

    private static At at(Reader in) {
        if (in.optional("min") == null) {
            return At.NOW;
        }
        return new At(
                in.number("min", 0, Long.MAX_VALUE), Duration.ofMillis(in.number("wait", 0, MAX_WAIT.toMillis())));
    }

    private static OperationsQuery operations(Reader in) {
        String after = in.optional("after");
        return new OperationsQuery(
                in.text("request"),
                (int) in.number("limit", 1, OperationsQuery.MAX_LIMIT),
                after == null ? null : new OperationsQuery.Place(in.number("after_ms", 0, Long.MAX_VALUE), after),
                in.count());
    }

    private static ListQuery list(Reader in) {
        String filter = in.optional("filter");
        try {
            return new ListQuery(
                    filter == null ? Filter.ALL : Filter.parse(filter), in.limit(), in.optional("after"), in.count());
        } catch (FilterSyntaxException e) {
            throw new IllegalArgumentException("filter: " + e.getMessage(), e);
        }
    }

    private static Condition condition(Reader in) {
        String target = in.text("for");
        Long generation = in.optional("generation") == null ? null : in.number("generation", 0, Long.MAX_VALUE);
        if (target.equals(SETTLED)) {
            return new Condition(new Condition.Settled(), generation);
        }
        DeploymentStatus status = DeploymentStatus.ofWire(target)
                .orElseThrow(() -> new IllegalArgumentException("for: there is no status " + target));
        return new Condition(new Condition.HasStatus(status), generation);
    }

    private record Reader(Function<String, @Nullable String> parameters) {
        @Nullable String optional(String name) {
            return parameters.apply(name);
        }

        String text(String name) {
            String value = optional(name);
            if (value == null || value.isEmpty()) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return value;
        }

        boolean count() {
            return "true".equals(optional("count"));
        }

        int limit() {
            return (int) number("limit", 1, MAX_PAGE);
        }

        long number(String name, long min, long max) {
            String value = text(name);
            try {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " must be a whole number", e);
            }
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max);
        }
    }
}
