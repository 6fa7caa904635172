package ai.rios.runtime.health;

import ai.rios.runtime.metrics.Metrics;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics} for a process that has no HTTP
 * server of its own. Each request has a virtual thread, so that one whose head comes slowly, or not at all, keeps no other waiting.
 * A connection that has not sent its request some two seconds after it began is cut, and there are at most 512 of them; whoever
 * comes then is turned away. Thread-safe.
 *
 * <p>The JDK's server has these bounds only as system properties, for all of its servers in a process and read once, when its
 * classes load. They are set here by the first listener, unless the command line did; a server that was opened before keeps its
 * own, and one that is opened later has these.
 */
public final class HealthListener implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthListener(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @throws UncheckedIOException when the address cannot be had; the message names it
     */
    public static HealthListener open(HealthConfig config, Health health, Metrics metrics) {
        limitSlowClients();
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("health-", 1).factory());
        HttpServer server = listen(config);
        server.setExecutor(threads);
        serve(server, "/health", JSON, health::readyReport);
        serve(server, "/health/live", JSON, health::liveReport);
        serve(server, "/health/ready", JSON, health::readyReport);
        serve(server, "/metrics", Metrics.CONTENT_TYPE, () -> new Health.Report(true, metrics.scrape()));
        server.start();
        return new HealthListener(server, threads);
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What is set already stays. Times are in seconds, but for the period of looking for silent connections, in milliseconds. */
    private static void limitSlowClients() {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "2");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "10");
        System.getProperties().putIfAbsent("sun.net.httpserver.clockTick", "500");
        System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", "512");
    }

    private static HttpServer listen(HealthConfig config) {
        try {
            return HttpServer.create(new InetSocketAddress(config.host(), config.port()), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "health cannot be served on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
        }
    }

    private static void serve(HttpServer server, String path, String type, Supplier<Health.Report> report) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!path.equals(exchange.getRequestURI().getPath())) {
                    exchange.sendResponseHeaders(404, -1);
                } else if (!isRead(exchange)) {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    exchange.sendResponseHeaders(405, -1);
                } else {
                    answer(exchange, type, report.get());
                }
            }
        });
    }

    private static boolean isRead(HttpExchange exchange) {
        return "GET".equals(exchange.getRequestMethod()) || "HEAD".equals(exchange.getRequestMethod());
    }

    private static void answer(HttpExchange exchange, String type, Health.Report report) throws IOException {
        byte[] body = report.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if ("HEAD".equals(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(report.httpStatus(), -1);
            return;
        }
        exchange.sendResponseHeaders(report.httpStatus(), body.length);
        exchange.getResponseBody().write(body);
    }
}
