package ai.rios.bench.scale;

import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import ai.rios.edge.auth.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code neighbours}: a quiet tenant alone, and in turns beside one that has as many commands in flight as its plan lets it; on the same
 * partition, where they share one order, and on another.
 */
final class Neighbours implements FigureGroup {
    private static final int PER_SECOND = 50;
    private static final int CONNECTIONS = 64;
    private static final int CREATED = 201;
    private static final String LOAD = "POST, open loop 50/s";
    private static final double MOST = 2;

    @Override
    public String name() {
        return "neighbours";
    }

    @Override
    public String summary() {
        return "latency of a quiet tenant alone and beside a flooding one";
    }

    /** A quiet tenant, and what its runs have come to. */
    private record Quiet(String where, CreateRequests requests, CellRuns alone, CellRuns beside) {
        static Quiet of(String where, Tenant tenant, String namePrefix) {
            return new Quiet(
                    where,
                    new CreateRequests("127.0.0.1", List.of(tenant), namePrefix),
                    new CellRuns("quiet alone, " + where, LOAD),
                    new CellRuns("quiet beside the flood, " + where, LOAD));
        }
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        try (SplitStack stack = run.start("neighbours")) {
            String flooding = "flooding-0";
            Tenant flooder = stack.tenants(List.of(flooding), Plan.DEFAULT).getFirst();
            List<Tenant> tenants = stack.tenants(
                    List.of(PartitionTenants.beside(flooding, "beside"), PartitionTenants.apart(flooding, "apart")),
                    Plan.DEFAULT);
            List<Quiet> quiets = List.of(
                    Quiet.of("same partition", tenants.getFirst(), "b" + run.id()),
                    Quiet.of("another partition", tenants.getLast(), "a" + run.id()));
            CreateRequests flood = new CreateRequests("127.0.0.1", List.of(flooder), "f" + run.id());
            List<Double> floods = new ArrayList<>();
            try (LoadGenerator generator = LoadGenerator.to(ScaleRun.address(stack), CONNECTIONS)) {
                warmUp(run, stack, generator, quiets, flood);
                for (int round = 0; round < run.options().rounds(); round++) {
                    boolean isAloneFirst = round % 2 == 0;
                    if (isAloneFirst) {
                        quiets.forEach(quiet -> measure(run, stack, generator, quiet, quiet.alone()));
                    }
                    try (Flood flows = Flood.start(ScaleRun.address(stack), flood, Plan.DEFAULT.maxInFlight())) {
                        quiets.forEach(quiet -> measure(run, stack, generator, quiet, quiet.beside()));
                        floods.add(flows.end());
                    }
                    if (!isAloneFirst) {
                        quiets.forEach(quiet -> measure(run, stack, generator, quiet, quiet.alone()));
                    }
                }
            }
            for (Quiet quiet : quiets) {
                Cell alone = quiet.alone().cell();
                Cell beside = quiet.beside().cell();
                found.cells(List.of(alone, beside));
                found.atMost(
                        "p99 of the quiet tenant beside the flood, " + quiet.where() + ", multiple of that alone",
                        MOST,
                        Medians.ratio(beside.medianMillis("p99"), alone.medianMillis("p99")));
            }
            found.figure("commands of the flooding tenant", "1/s", floods);
            found.note("The flooding tenant keeps " + Plan.DEFAULT.maxInFlight()
                    + " creations in flight, as many as the plan"
                    + " `default` lets a tenant have, and is refused none. Client, flood and servers share the cores. CPU"
                    + " beside the flood is the flood's, too: it is divided by the quiet tenant's requests alone.");
        }
        return found;
    }

    private static void warmUp(
            ScaleRun run, SplitStack stack, LoadGenerator generator, List<Quiet> quiets, CreateRequests flood) {
        Duration half = run.options().warmUp().dividedBy(2);
        try (Flood flows = Flood.start(ScaleRun.address(stack), flood, Plan.DEFAULT.maxInFlight())) {
            quiets.forEach(quiet -> generator.run(new Load.Open(PER_SECOND, half), quiet.requests(), CREATED));
            run.tell("warm-up  flood %,.0f requests/s", flows.end());
        }
    }

    private static void measure(ScaleRun run, SplitStack stack, LoadGenerator generator, Quiet quiet, CellRuns runs) {
        Duration length = run.options().length();
        generator.run(new Load.Open(PER_SECOND, length.dividedBy(4)), quiet.requests(), CREATED);
        CpuMeter meter = new CpuMeter(ScaleRun.pids(stack));
        LoadResult result = generator.run(new Load.Open(PER_SECOND, length), quiet.requests(), CREATED);
        run.tell(
                "%-44s p50 %.2f ms  p99 %.2f ms",
                runs.subject(),
                result.latencies().getValueAtPercentile(50) / 1e6,
                result.latencies().getValueAtPercentile(99) / 1e6);
        runs.add(result, meter.micros());
    }
}
