package ai.rios.edge.http;

import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.logging.LogScope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics per endpoint, by route template and never by path, and one log line a request. Thread-safe.
 *
 * <pre>
 * rios_http_requests_seconds{method, route, status, quantile}   rate, errors, p50, p90, p99
 * rios_http_request_bytes_total{method, route}                  bandwidth in
 * rios_http_response_bytes_total{method, route}                 bandwidth out
 * rios_http_refused_total{status}                               refused for framing, below the routes
 * rios_http_clients_total{client}                               what clients call themselves; bounded
 * </pre>
 */
public final class RequestMetrics implements RequestLog {
    private static final Logger ACCESS = LoggerFactory.getLogger("ai.rios.edge.access");
    private static final int MAX_CLIENTS = 50;
    private static final String UNMATCHED = "unmatched";

    private final MeterRegistry registry;
    private final boolean accessLog;
    private final ConcurrentHashMap<Key, Meters> byRoute = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Counter> refused = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> clients = new ConcurrentHashMap<>();

    /** @param accessLog whether to log every request */
    public RequestMetrics(MeterRegistry registry, boolean accessLog) {
        this.registry = registry;
        this.accessLog = accessLog;
    }

    private record Key(String method, String route, int status) {}

    private record Meters(Timer timer, Counter in, Counter out) {}

    @Override
    public void finished(Incoming incoming, int status, long bytesIn, long bytesOut, Progress progress) {
        String method = known(incoming.method());
        String route = progress.template().isEmpty() ? UNMATCHED : progress.template();
        Duration spent = progress.spent();
        Meters meters = byRoute.computeIfAbsent(new Key(method, route, status), this::meters);
        meters.timer().record(spent);
        meters.in().increment((double) bytesIn);
        meters.out().increment((double) bytesOut);
        countClient(progress.client());
        if (accessLog && ACCESS.isInfoEnabled()) {
            write(method, route, status, bytesIn, bytesOut, spent, progress);
        }
    }

    @Override
    public void refusedBelow(int status) {
        refused.computeIfAbsent(
                        status,
                        code -> Counter.builder("rios.http.refused")
                                .tag("status", Integer.toString(code))
                                .register(registry))
                .increment();
    }

    private void countClient(@Nullable String client) {
        if (client == null) {
            return;
        }
        String name = client.replaceAll("[^A-Za-z0-9._/-]", "_");
        String label = clients.size() >= MAX_CLIENTS && !clients.containsKey(name) ? "other" : name;
        clients.computeIfAbsent(
                        label,
                        key -> Counter.builder("rios.http.clients")
                                .tag("client", key)
                                .register(registry))
                .increment();
    }

    private void write(
            String method, String route, int status, long bytesIn, long bytesOut, Duration spent, Progress progress) {
        try (LogScope _ = LogScope.open().with(LogKey.REQUEST_ID, progress.requestId())) {
            ACCESS.info(
                    "request method={} route={} status={} bytesIn={} bytesOut={} micros={}",
                    method,
                    route,
                    status,
                    bytesIn,
                    bytesOut,
                    spent.toNanos() / 1_000);
        }
    }

    private Meters meters(Key key) {
        Timer timer = Timer.builder("rios.http.requests")
                .tags("method", key.method(), "route", key.route(), "status", Integer.toString(key.status()))
                .publishPercentiles(0.5, 0.9, 0.99)
                .register(registry);
        return new Meters(timer, bytes("rios.http.request.bytes", key), bytes("rios.http.response.bytes", key));
    }

    private Counter bytes(String name, Key key) {
        return Counter.builder(name)
                .tags("method", key.method(), "route", key.route())
                .register(registry);
    }

    /** Methods come from clients: only those that exist become labels. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "OTHER";
        };
    }
}
