package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.ReadRequests.Target;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What a stack holds: creates and deletes deployments by the hundred, through {@code /v1/batch}, a few batches at a time. Blocking;
 * confined to one thread.
 */
final class Stock implements AutoCloseable {
    /** Items of a batch, at most. */
    static final int BATCH = 100;

    private static final int UNDER_WAY = 8;

    /** Deployments that are remembered, at most, spread evenly over all that were created. */
    private static final int MOST_TARGETS = 20_000;

    private static final String PAGE = "/v1/deployments?limit=200";

    private final SplitStack stack;
    private final Api api;
    private final List<Tenant> tenants;
    private final List<Target> targets = new ArrayList<>();

    /** By tenant, the highest position that an answer told. */
    private final Map<String, Long> positions = new HashMap<>();

    private Stock(SplitStack stack, List<Tenant> tenants) {
        this.stack = stack;
        this.api = new HttpApi(stack.edge());
        this.tenants = List.copyOf(tenants);
    }

    /** That of tenants who have nothing yet. */
    static Stock of(SplitStack stack, List<Tenant> tenants) {
        return new Stock(stack, tenants);
    }

    /**
     * Creates deployments, as many for each tenant, and waits until reads show the last of each.
     *
     * @param namePrefix that no deployment has
     * @param count in all
     * @param expected in all that will ever be created, for what is remembered
     */
    void create(String namePrefix, int count, int expected) {
        int every = Math.max(1, expected / MOST_TARGETS);
        int most = batchSize(count, tenants.size());
        List<Batch> batches = new ArrayList<>();
        int made = 0;
        while (made < count) {
            int size = Math.min(most, count - made);
            Tenant tenant = tenants.get(batches.size() % tenants.size());
            batches.add(new Batch(tenant, creation(namePrefix, made, size)));
            made += size;
        }
        send(batches, (tenant, reply) -> {
            JsonNode results = reply.json().path("results");
            for (int at = 0; at < results.size(); at += every) {
                targets.add(new Target(tenant, id(results.path(at))));
            }
        });
        awaitShown();
    }

    /** Deletes everything that the tenants have, and waits until reads show nothing. */
    void clear() {
        for (Tenant tenant : tenants) {
            List<String> ids = ids(tenant);
            List<Batch> batches = new ArrayList<>();
            for (int at = 0; at < ids.size(); at += BATCH) {
                batches.add(new Batch(tenant, deletion(ids.subList(at, Math.min(ids.size(), at + BATCH)))));
            }
            send(batches, (_, _) -> {});
        }
        SplitStack.await(
                "what was deleted is gone",
                () -> tenants.stream().allMatch(tenant -> ids(tenant).isEmpty()));
        targets.clear();
    }

    /** Deployments that can be read: all, or some of them spread evenly. */
    List<Target> targets() {
        return targets;
    }

    /** As large as may be where each of the tenants is to have as many. */
    static int batchSize(int count, int tenants) {
        return Math.clamp((count + tenants - 1) / tenants, 1, BATCH);
    }

    private void awaitShown() {
        for (Tenant tenant : tenants) {
            Map<String, String> headers =
                    Map.of("X-RiOS-Min-Position", Long.toString(positions.getOrDefault(tenant.name(), 0L)));
            SplitStack.await(
                    "the views show all that tenant " + tenant.name() + " has",
                    () -> api.send(tenant.token(), "GET", "/v1/deployments?limit=1", null, headers)
                            .filter(reply -> reply.status() == 200)
                            .isPresent());
        }
    }

    private List<String> ids(Tenant tenant) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ask(tenant, "GET", PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor), null)
                    .json();
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return ids;
    }

    /** A batch to be sent. */
    private record Batch(Tenant tenant, String body) {}

    /** Takes answers, one at a time. */
    private interface Taker {
        void take(Tenant tenant, Reply reply);
    }

    private void send(List<Batch> batches, Taker taker) {
        Semaphore places = new Semaphore(UNDER_WAY);
        List<Future<?>> begun = new ArrayList<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Batch batch : batches) {
                places.acquireUninterruptibly();
                begun.add(workers.submit(() -> {
                    try {
                        Reply reply = ask(batch.tenant(), "POST", "/v1/batch", batch.body());
                        synchronized (targets) {
                            positions.merge(batch.tenant().name(), reply.position(), Math::max);
                            taker.take(batch.tenant(), reply);
                        }
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        for (Future<?> batch : begun) {
            try {
                batch.get();
            } catch (ExecutionException e) {
                throw new BenchException("A batch failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("Interrupted while filling " + stack.edge(), e);
            }
        }
    }

    private Reply ask(Tenant tenant, String method, String path, @Nullable String body) {
        Reply reply = api.send(tenant.token(), method, path, body, Map.of())
                .orElseThrow(() -> new BenchException(path + " was not answered"));
        if (reply.status() != 200) {
            throw new BenchException(path + " was answered with " + reply.status() + ": " + reply.json());
        }
        return reply;
    }

    /** A batch that creates {@code size} deployments, with the numbers from {@code first} in their names. */
    static String creation(String namePrefix, int first, int size) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("batch");
        for (int number = first; number < first + size; number++) {
            items.addObject()
                    .put("op", "create")
                    .put("path", "/deployments")
                    .putRawValue("body", new RawValue(CreateRequests.body(namePrefix + '-' + number)));
        }
        return body.toString();
    }

    static String deletion(List<String> ids) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("batch");
        ids.forEach(id -> items.addObject()
                .put("op", "delete")
                .put("path", "/deployments/" + id)
                .put("ifMatch", "*"));
        return body.toString();
    }

    private static String id(JsonNode result) {
        String location = result.path("headers").path("Location").asText("");
        return location.isEmpty()
                ? result.path("body").path("id").asText()
                : location.substring(location.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        api.close();
    }
}
