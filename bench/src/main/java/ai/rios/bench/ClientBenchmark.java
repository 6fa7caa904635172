package ai.rios.bench;

import ai.rios.bench.floor.FloorGet;
import ai.rios.bench.floor.FloorProcess;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.ReadRequests;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Report;
import ai.rios.bench.report.Run;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * {@code bench client}: what the load generator itself takes, against the JDK's own HTTP client doing the same to the same
 * floor. Shows why there is a generator of ours: the client shares the cores with the server under test.
 */
final class ClientBenchmark implements Benchmark {
    private static final int OK = 200;
    private static final int IN_FLIGHT = 64;
    private static final String LOAD = "closed loop 64 in flight";
    private static final String OURS = "load generator";
    private static final String JDK = "java.net.http";
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    @Override
    public String name() {
        return "client";
    }

    @Override
    public String summary() {
        return "the load generator itself, against the JDK's HTTP client";
    }

    @Override
    public int defaultRounds() {
        return 3;
    }

    @Override
    public Report run(Options options, BenchContext context) {
        Path folder = TemporaryFolder.create();
        List<String> flags = List.of("-Xmx384m", "-XX:+UseSerialGC");
        try (FloorProcess floor = FloorProcess.start(FloorGet.class, flags, List.of(body(folder)))) {
            List<Cell> cells = measure(floor, options, context);
            return context.report(this, options, flags, cells, List.of(), List.of());
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private static List<Cell> measure(FloorProcess floor, Options options, BenchContext context) {
        List<Run> ours = new ArrayList<>();
        List<Run> jdks = new ArrayList<>();
        Histogram ourNanos = new Histogram(3);
        Histogram jdkNanos = new Histogram(3);
        try (LoadGenerator generator = LoadGenerator.to(floor.address(), IN_FLIGHT);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            ReadRequests source = requests();
            generator.run(new Load.Closed(IN_FLIGHT, options.warmUp()), source, OK);
            closedLoop(client, floor.address(), options.warmUp());
            for (int round = 0; round < options.rounds(); round++) {
                CpuMeter ourMeter = new CpuMeter(pids(floor));
                LoadResult our = generator.run(new Load.Closed(IN_FLIGHT, options.length()), source, OK);
                ours.add(Run.of(our, ourMeter.micros(), Machine.loadAverage()));
                ourNanos.add(our.latencies());
                CpuMeter jdkMeter = new CpuMeter(pids(floor));
                LoadResult jdk = closedLoop(client, floor.address(), options.length());
                jdks.add(Run.of(jdk, jdkMeter.micros(), Machine.loadAverage()));
                jdkNanos.add(jdk.latencies());
                context.progress().println("round " + (round + 1) + " of " + options.rounds());
            }
        }
        return List.of(Cell.of(OURS, LOAD, ours, ourNanos), Cell.of(JDK, LOAD, jdks, jdkNanos));
    }

    /** As many virtual threads as requests in flight, each sending its next request when the last is answered. */
    private static LoadResult closedLoop(HttpClient client, InetSocketAddress address, Duration length) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + address.getPort() + "/v1/deployments/deploy_1"))
                .header("Accept", "application/json")
                .build();
        ConcurrentHistogram nanos = new ConcurrentHistogram(HIGHEST_NANOS, 3);
        LongAdder failed = new LongAdder();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            threads.add(Thread.startVirtualThread(
                    () -> sendUntil(client, request, start + length.toNanos(), nanos, failed)));
        }
        threads.forEach(ClientBenchmark::join);
        return new LoadResult(nanos, failed.sum(), "", Duration.ofNanos(System.nanoTime() - start));
    }

    private static void sendUntil(
            HttpClient client, HttpRequest request, long endNanos, ConcurrentHistogram nanos, LongAdder failed) {
        try {
            long sent = System.nanoTime();
            while (sent < endNanos) {
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == OK) {
                    nanos.recordValue(System.nanoTime() - sent);
                } else {
                    failed.increment();
                }
                sent = System.nanoTime();
            }
        } catch (IOException e) {
            throw new BenchException("A connection broke under load", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted under load", e);
        }
    }

    private static ReadRequests requests() {
        return new ReadRequests("127.0.0.1", List.of(new ReadRequests.Target(new Tenant("a", "none"), "deploy_1")));
    }

    private static Map<String, Long> pids(FloorProcess floor) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("floor", floor.pid());
        pids.put(Cell.CLIENT, ProcessHandle.current().pid());
        return pids;
    }

    private static String body(Path folder) {
        Path file = folder.resolve("body.json");
        try {
            Files.writeString(file, CreateRequests.body("a"));
            return file.toString();
        } catch (IOException e) {
            throw new BenchException("Cannot write " + file, e);
        }
    }
}
