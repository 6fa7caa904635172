package ai.rios.bench.scale;

import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.measure.ProcessFigures;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** {@code streams}: 500 commands a second with many open sockets that are told of them, and in turns without any. */
final class Streams implements FigureGroup {
    private static final int PER_SECOND = 500;
    private static final int CREATED = 201;
    private static final int CONNECTIONS = 256;

    /** Sockets of each tenant. */
    private static final int EACH = 10;

    private static final String LOAD = "POST, open loop 500/s";
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String summary() {
        return "500 commands a second with many open sockets of /v1/stream, and with none";
    }

    /** What the rounds with sockets have come to besides latencies. */
    private record Watched(
            List<Double> memory, List<Double> p50, List<Double> p99, List<Double> held, List<Double> told) {
        static Watched none() {
            return new Watched(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        int sockets = run.options().sockets() / EACH * EACH;
        String many = String.format(Locale.ROOT, "%,d sockets", sockets);
        CellRuns without = new CellRuns("no sockets", LOAD);
        CellRuns with = new CellRuns(many, LOAD);
        Watched watched = Watched.none();
        // Sockets, requests, and what others ask: health and metrics.
        try (SplitStack stack = run.start("streams", "edge.max-connections=" + (sockets + 2 * CONNECTIONS));
                LoadGenerator generator = LoadGenerator.to(ScaleRun.address(stack), CONNECTIONS)) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "streams", sockets / EACH);
            CreateRequests creations = new CreateRequests("127.0.0.1", tenants, "p" + run.id());
            generator.run(new Load.Open(PER_SECOND, run.options().warmUp()), creations, CREATED);
            run.tell("warm");
            for (int round = 0; round < run.options().rounds(); round++) {
                if (round % 2 == 0) {
                    measure(run, stack, generator, creations, without);
                }
                watch(run, stack, generator, creations, tenants, with, watched);
                if (round % 2 == 1) {
                    measure(run, stack, generator, creations, without);
                }
            }
        }
        Cell alone = without.cell();
        Cell watching = with.cell();
        found.cells(List.of(alone, watching));
        found.figure("the edge's resident memory, " + many, "MiB", watched.memory());
        found.figure("from an event's time until a socket was told: p50", "ms", watched.p50());
        found.figure("from an event's time until a socket was told: p99", "ms", watched.p99());
        found.atLeast("sockets that stood to the end", sockets, Medians.median(watched.held()));
        found.atLeast("messages told, of those due to the sockets", 1, Medians.median(watched.told()));
        found.note(String.format(
                Locale.ROOT,
                "%d sockets of each of %,d tenants, so that each command is told %d times. p99 of a POST with the sockets is %.1f"
                        + " times that without; the client reads the sockets on the same cores.",
                EACH,
                sockets / EACH,
                EACH,
                Medians.ratio(watching.medianMillis("p99"), alone.medianMillis("p99"))));
        return found;
    }

    private static void watch(
            ScaleRun run,
            SplitStack stack,
            LoadGenerator generator,
            CreateRequests creations,
            List<Tenant> tenants,
            CellRuns with,
            Watched watched) {
        int sockets = tenants.size() * EACH;
        long before = System.nanoTime();
        try (SocketCrowd crowd = SocketCrowd.open(ScaleRun.address(stack), tenants, sockets, InstantSource.system())) {
            run.tell("%,d sockets are open after %.1f s", sockets, (System.nanoTime() - before) / 1e9);
            long expected = EACH * measure(run, stack, generator, creations, with);
            SplitStack.await("all messages have come", () -> crowd.messages() >= expected || crowd.ended() > 0);
            Histogram delays = crowd.delays();
            watched.memory()
                    .add(ProcessFigures.residentBytes(ScaleRun.pids(stack).getOrDefault("edge", 0L))
                            / BYTES_PER_MEBIBYTE);
            watched.p50().add((double) delays.getValueAtPercentile(50));
            watched.p99().add((double) delays.getValueAtPercentile(99));
            watched.held().add((double) (sockets - crowd.ended()));
            watched.told().add((double) crowd.messages() / expected);
            run.tell(
                    "%,d messages of %,d came, p50 %.0f ms, p99 %.0f ms; the edge has %.0f MiB",
                    crowd.messages(),
                    expected,
                    watched.p50().getLast(),
                    watched.p99().getLast(),
                    watched.memory().getLast());
        }
    }

    /** Returns how many commands were carried out. */
    private static long measure(
            ScaleRun run, SplitStack stack, LoadGenerator generator, CreateRequests creations, CellRuns runs) {
        LoadResult settling =
                generator.run(new Load.Open(PER_SECOND, run.options().length().dividedBy(4)), creations, CREATED);
        CpuMeter meter = new CpuMeter(ScaleRun.pids(stack));
        LoadResult result =
                generator.run(new Load.Open(PER_SECOND, run.options().length()), creations, CREATED);
        runs.add(result, meter.micros());
        run.tell(
                "%-20s p50 %.2f ms  p99 %.2f ms",
                runs.subject(),
                result.latencies().getValueAtPercentile(50) / 1e6,
                result.latencies().getValueAtPercentile(99) / 1e6);
        return settling.succeeded() + result.succeeded();
    }
}
