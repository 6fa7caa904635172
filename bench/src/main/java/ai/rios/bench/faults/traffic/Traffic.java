package ai.rios.bench.faults.traffic;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.history.Read;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Watch;
import ai.rios.bench.faults.history.Write;
import ai.rios.bench.load.Due;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The clients and watchers of a few new tenants. Clients keep to their plan whether or not they are answered, up to a bound of steps under
 * way. One thread runs it; what was recorded may be read by others.
 */
public final class Traffic implements AutoCloseable {
    /** Steps under way at most; one that is due beyond it is left out and counted. */
    public static final int MOST_UNDER_WAY = 1_000;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final List<Tenant> tenants;
    private final Api api;
    private final Recorder recorder = new Recorder();
    private final List<TenantClient> clients = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final AtomicInteger leftOut = new AtomicInteger();

    /**
     * When something was sent and answered, for figures. Immutable.
     *
     * @param isWrite or a read
     * @param isGood whether it was done, or shown
     * @param isDecided whether it was done or refused
     * @param isReplayed whether it was answered with an earlier answer
     * @param code of an error; empty where there is none
     * @param sentNanos by {@link System#nanoTime}
     * @param doneNanos when it was answered or given up
     */
    public record Moment(
            String tenant,
            boolean isWrite,
            boolean isGood,
            boolean isDecided,
            boolean isReplayed,
            String code,
            long sentNanos,
            long doneNanos) {
        /** Whether a command was carried out and acknowledged; an earlier answer is given out without carrying out anything. */
        public boolean isAcknowledged() {
            return isWrite && isGood && !isReplayed;
        }
    }

    private Traffic(List<Tenant> tenants, Api api) {
        this.tenants = List.copyOf(tenants);
        this.api = api;
    }

    /**
     * Opens the streams of tenants that have nothing yet.
     *
     * @param api closed with the traffic, and where that cannot be opened
     */
    public static Traffic open(Api api, List<Tenant> tenants) {
        Traffic traffic = new Traffic(tenants, api);
        try {
            traffic.openAll();
            return traffic;
        } catch (RuntimeException e) {
            traffic.close();
            throw e;
        }
    }

    /**
     * One that only looks at tenants, which may have anything.
     *
     * @param api closed with it
     */
    public static Traffic withoutClients(Api api, List<Tenant> tenants) {
        return new Traffic(tenants, api);
    }

    private void openAll() {
        for (Tenant tenant : tenants) {
            Known known = new Known();
            for (int client = 1; client <= Plan.CLIENTS_A_TENANT; client++) {
                clients.add(new TenantClient(tenant.name() + "-client-" + client, tenant, api, recorder, known));
            }
            watchers.add(new Watcher(tenant.name() + "-watcher", tenant, api, firstCursor(tenant)));
        }
    }

    private String firstCursor(Tenant tenant) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<String> cursor = api.send(tenant.token(), "GET", "/v1/deployments", null, Map.of())
                    .filter(reply -> reply.status() == 200)
                    .map(reply -> reply.json().path("watchCursor").asText());
            if (cursor.isPresent()) {
                return cursor.get();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new BenchException("The list of tenant " + tenant.name() + " was not answered within " + START_LIMIT);
    }

    /**
     * Carries out a plan and waits for its last answer.
     *
     * @param isOver asked before every step whether to leave out all that are left
     * @return when the last step was due, by {@link System#nanoTime}: from then on nobody asked for anything
     */
    public long run(Plan plan, BooleanSupplier isOver) {
        Semaphore places = new Semaphore(MOST_UNDER_WAY);
        List<Future<?>> begun = new ArrayList<>();
        long startNanos = System.nanoTime();
        long lastNanos = startNanos;
        try (ExecutorService steps = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < plan.steps().size() && !isOver.getAsBoolean(); at++) {
                Step step = plan.steps().get(at);
                lastNanos = startNanos + step.dueNanos();
                Due.await(lastNanos);
                if (places.tryAcquire()) {
                    TenantClient client = clients.get(step.tenant() * Plan.CLIENTS_A_TENANT + step.client());
                    String mark = Integer.toString(at);
                    begun.add(steps.submit(() -> {
                        try {
                            client.carryOut(step, mark);
                        } finally {
                            places.release();
                        }
                    }));
                } else {
                    leftOut.incrementAndGet();
                }
            }
        }
        begun.stream()
                .filter(step -> step.state() == Future.State.FAILED)
                .findFirst()
                .ifPresent(step -> {
                    throw new BenchException("A client failed: " + step.exceptionNow(), step.exceptionNow());
                });
        return lastNanos;
    }

    /**
     * All that the list of a tenant shows, page by page. Each page is a read like any other, and so are all together: a list that is
     * wrong once is told, whatever the next one shows.
     *
     * @param minPosition that it must have reached
     * @return empty when a page could not be had
     */
    public Optional<List<Row>> list(Tenant tenant, long minPosition) {
        List<Read> pages = new ArrayList<>();
        Map<String, String> headers =
                minPosition == 0 ? Map.of() : Map.of("X-RiOS-Min-Position", Long.toString(minPosition));
        String cursor = "";
        while (true) {
            String path = "/v1/deployments?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            long sentNanos = System.nanoTime();
            Optional<Reply> page = api.send(tenant.token(), "GET", path, null, headers);
            if (page.isEmpty() || page.get().status() != 200) {
                return Optional.empty();
            }
            JsonNode json = page.get().json();
            List<Row> rows = new ArrayList<>();
            json.path("items").forEach(item -> rows.add(Rows.of(item)));
            pages.add(page(tenant, sentNanos, minPosition, page.get().position(), rows, false));
            if (!json.path("nextCursor").isTextual()) {
                List<Row> all =
                        pages.stream().flatMap(read -> read.rows().stream()).toList();
                long position = pages.stream().mapToLong(Read::position).min().orElse(0);
                pages.forEach(recorder::add);
                // Pages are in the order of creation, so what stayed is on one of them.
                recorder.add(page(tenant, pages.getFirst().sentNanos(), minPosition, position, all, true));
                return Optional.of(all);
            }
            cursor = json.path("nextCursor").asText();
        }
    }

    private Read page(Tenant tenant, long sentNanos, long minPosition, long position, List<Row> rows, boolean isWhole) {
        return new Read(
                recorder.number(),
                tenant.name() + "-rest",
                tenant.name(),
                sentNanos,
                System.nanoTime(),
                null,
                minPosition,
                position,
                rows,
                isWhole);
    }

    public List<Tenant> tenants() {
        return tenants;
    }

    /** Every attempt to write, in the order of sending. */
    public List<Write> writes() {
        return recorder.writes();
    }

    /** Every read that was answered, in the order of sending. */
    public List<Read> reads() {
        return recorder.reads();
    }

    /** What the streams have said so far. */
    public List<Watch> watches() {
        return watchers.stream().map(Watcher::watched).toList();
    }

    /** Every attempt, in the order of answers. */
    public List<Moment> moments() {
        return recorder.moments();
    }

    /** Steps that were due when too many were under way. */
    public int leftOut() {
        return leftOut.get();
    }

    @Override
    public void close() {
        watchers.forEach(Watcher::close);
        api.close();
    }
}
