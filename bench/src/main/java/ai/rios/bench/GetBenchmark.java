package ai.rios.bench;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.floor.FloorGet;
import ai.rios.bench.floor.FloorProcess;
import ai.rios.bench.load.Load;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.ReadRequests;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench get}: reading a deployment from its view against a bare Helidon GET that answers the same bytes from
 * memory.
 */
final class GetBenchmark implements Benchmark {
    private static final int OK = 200;
    private static final int CONNECTIONS = 64;
    private static final int OPEN_RATE = 2_000;
    private static final int DEPLOYMENTS_A_TENANT = 20;
    private static final String OPEN = "open loop 2,000/s";
    private static final String CLOSED = "closed loop 64 in flight";

    @Override
    public String name() {
        return "get";
    }

    @Override
    public String summary() {
        return "read deployments from the view, against the same bytes from memory (about 10 minutes)";
    }

    @Override
    public int defaultRounds() {
        return 5;
    }

    @Override
    public Report run(Options options, BenchContext context) {
        try (Setup setup = Setup.open(context, options)) {
            List<ReadRequests.Target> targets = createTargets(setup, context);
            Path body = setup.folder().resolve("floor-body.json");
            try (FloorProcess floor = FloorProcess.start(
                    FloorGet.class, setup.jvmFlags(), List.of(writeBody(setup, targets.getFirst(), body)))) {
                List<String> notes = List.of(setup.idleNote());
                Comparison comparison = new Comparison(subjects(setup, floor, targets), OK, context.progress());
                List<Cell> cells = comparison.run(
                        List.of(
                                new Offer(OPEN, new Load.Open(OPEN_RATE, options.length())),
                                new Offer(CLOSED, new Load.Closed(CONNECTIONS, options.length()))),
                        CONNECTIONS,
                        options.rounds(),
                        new Load.Closed(64, options.warmUp()));
                return context.report(this, options, setup.jvmFlags(), cells, goals(cells), notes);
            }
        }
    }

    private static List<Goal> goals(List<Cell> cells) {
        return List.of(new Goal(
                "throughput as a multiple of the floor's, " + CLOSED,
                Goal.Bound.AT_LEAST,
                0.5,
                Subject.ratio(cells, CLOSED, Cell::medianPerSecond)));
    }

    private static List<Subject> subjects(Setup setup, FloorProcess floor, List<ReadRequests.Target> targets) {
        return List.of(
                new Subject(
                        Subject.PRODUCT,
                        setup.status().address(),
                        setup.productPids(),
                        new ReadRequests("127.0.0.1", targets)),
                new Subject(
                        Subject.FLOOR,
                        floor.address(),
                        setup.floorPids(floor, false),
                        new ReadRequests("127.0.0.1", targets)));
    }

    private static List<ReadRequests.Target> createTargets(Setup setup, BenchContext context) {
        List<ReadRequests.Target> targets = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (Tenant tenant : setup.tenants()) {
                for (int i = 0; i < DEPLOYMENTS_A_TENANT; i++) {
                    HttpRequest request = authorized(setup, tenant, "/v1/deployments")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    CreateRequests.body("r" + context.runId() + "-" + i)))
                            .build();
                    targets.add(new ReadRequests.Target(tenant, id(send(client, request, 201))));
                }
            }
        }
        return targets;
    }

    private static String writeBody(Setup setup, ReadRequests.Target target, Path file) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = authorized(setup, target.tenant(), "/v1/deployments/" + target.id())
                    .build();
            Files.writeString(file, send(client, request, OK));
            return file.toString();
        } catch (IOException e) {
            throw new BenchException("Cannot write " + file, e);
        }
    }

    private static HttpRequest.Builder authorized(Setup setup, Tenant tenant, String path) {
        URI address = URI.create("http://127.0.0.1:" + setup.status().address().getPort() + path);
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(35))
                .header("Authorization", "Bearer " + tenant.token());
    }

    private static String send(HttpClient client, HttpRequest request, int wantedStatus) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != wantedStatus) {
                throw new BenchException(request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException("Cannot ask " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while asking " + request.uri(), e);
        }
    }

    private static String id(String body) {
        try {
            JsonNode id = new ObjectMapper().readTree(body).path("id");
            return id.asText();
        } catch (IOException e) {
            throw new BenchException("Not a deployment: " + body, e);
        }
    }
}
