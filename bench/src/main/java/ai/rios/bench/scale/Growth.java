package ai.rios.bench.scale;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.measure.ProcessFigures;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.ReadRequests;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code growth}: creating and reading deployments on a stack that has 1,000 of them, and in turns on one that has many. Both run at
 * the same time; the one that is not asked is idle.
 */
final class Growth implements FigureGroup {
    private static final int FEW = 1_000;
    private static final int TENANTS = 16;
    private static final int CONNECTIONS = 64;
    private static final int POSTS = 100;
    private static final int GETS = 1_000;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    /** What may come on top where there are more deployments: a fifth. */
    private static final double MOST = 1.2;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String summary() {
        return "POST and GET with 1,000 deployments and with many, state on disk and memory";
    }

    @Override
    public Findings run(ScaleRun run) {
        int many = run.options().deployments();
        Findings found = new Findings();
        try (SplitStack small = run.start("growth-few", SplitStack.QUICK_TIMERS.toArray(String[]::new));
                SplitStack large = run.start("growth-many", SplitStack.QUICK_TIMERS.toArray(String[]::new));
                Side few = Side.of(small, FEW);
                Side lot = Side.of(large, many)) {
            for (Side side : List.of(few, lot)) {
                side.warmUp(run);
            }
            for (Side side : List.of(few, lot)) {
                side.fill(run);
            }
            List<Side> sides = List.of(few, lot);
            compare(
                    found,
                    run,
                    "POST",
                    sides.stream().map(side -> side.posts(run)).toList(),
                    201,
                    POSTS);
            compare(found, run, "GET", sides.stream().map(Side::gets).toList(), 200, GETS);
            weigh(found, few, lot);
            found.note("Each stack began with as many deployments as its name says, in " + TENANTS
                    + " tenants, and got " + posts(run)
                    + " more while POST was measured; what the warm-up had created was"
                    + " deleted before.");
            found.note("Heaps are bounded: 192 MiB each of handlers, projections and edge, RocksDB's memory besides.");
            return found;
        }
    }

    /** What the many take, with what the few take as the floor. */
    private static void weigh(Findings found, Side few, Side many) {
        String with = ", " + many.name() + " against " + few.name();
        found.figure(new Figure(
                "state of the services on disk" + with,
                "MiB",
                List.of(many.stack().stateMebibytes()),
                List.of(few.stack().stateMebibytes())));
        Map<String, Double> floor = few.residentMebibytes();
        many.residentMebibytes()
                .forEach((process, mebibytes) -> found.figure(new Figure(
                        "resident memory of " + process + with,
                        "MiB",
                        List.of(mebibytes),
                        List.of(floor.getOrDefault(process, Double.NaN)))));
    }

    private static long posts(ScaleRun run) {
        return Math.round(POSTS * run.options().seconds() * 1.25 * run.options().rounds()) + POSTS;
    }

    private static void compare(
            Findings found, ScaleRun run, String what, List<Subject> subjects, int wanted, int perSecond) {
        String load = String.format(Locale.ROOT, "%s, open loop %,d/s", what, perSecond);
        List<Cell> cells = new Comparison(subjects, wanted, run.progress())
                .run(
                        List.of(new Offer(
                                load, new Load.Open(perSecond, run.options().length()))),
                        CONNECTIONS,
                        run.options().rounds(),
                        new Load.Open(perSecond, Duration.ofSeconds(1)));
        found.cells(cells);
        Subject few = subjects.getFirst();
        Subject many = subjects.getLast();
        goal(found, cells, load, few, many, "p50", cell -> cell.medianMillis("p50"));
        goal(found, cells, load, few, many, "server CPU a request", Cell::medianServerCpuMicros);
    }

    private static void goal(
            Findings found,
            List<Cell> cells,
            String load,
            Subject few,
            Subject many,
            String what,
            ToDoubleFunction<Cell> figure) {
        found.atMost(
                load + ": " + what + " with " + many.name() + ", multiple of that with " + few.name(),
                MOST,
                Medians.ratio(
                        figure.applyAsDouble(Subject.cell(cells, load, many.name())),
                        figure.applyAsDouble(Subject.cell(cells, load, few.name()))));
    }

    /** One of the two stacks. */
    private record Side(SplitStack stack, int deployments, Stock stock, List<Tenant> tenants) implements AutoCloseable {
        static Side of(SplitStack stack, int deployments) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "growth", TENANTS);
            return new Side(stack, deployments, Stock.of(stack, tenants), tenants);
        }

        String name() {
            return String.format(Locale.ROOT, "%,d deployments", deployments);
        }

        /** The same requests as are measured, at the same rate, so that both stacks have had as many. */
        void warmUp(ScaleRun run) {
            try (LoadGenerator generator = LoadGenerator.to(ScaleRun.address(stack), CONNECTIONS)) {
                CreateRequests creations = new CreateRequests("127.0.0.1", tenants, "w" + run.id());
                generator.run(new Load.Open(POSTS, run.options().warmUp()), creations, 201);
            }
            stock.create("r" + run.id(), FEW, FEW);
            try (LoadGenerator generator = LoadGenerator.to(ScaleRun.address(stack), CONNECTIONS)) {
                ReadRequests reads = new ReadRequests("127.0.0.1", stock.targets());
                generator.run(new Load.Open(GETS, run.options().warmUp()), reads, 200);
            }
            stock.clear();
            run.tell("warm: %s", name());
        }

        void fill(ScaleRun run) {
            long before = System.nanoTime();
            stock.create("s" + run.id(), deployments, deployments);
            double seconds = (System.nanoTime() - before) / 1e9;
            run.tell("filled with %s in %.1f s, %,.0f a second", name(), seconds, deployments / seconds);
        }

        Subject posts(ScaleRun run) {
            return new Subject(
                    name(),
                    ScaleRun.address(stack),
                    ScaleRun.pids(stack),
                    new CreateRequests("127.0.0.1", tenants, "p" + run.id()));
        }

        Subject gets() {
            return new Subject(
                    name(),
                    ScaleRun.address(stack),
                    ScaleRun.pids(stack),
                    new ReadRequests("127.0.0.1", stock.targets()));
        }

        Map<String, Double> residentMebibytes() {
            Map<String, Double> resident = new TreeMap<>();
            stack.pids()
                    .forEach((process, pid) ->
                            resident.put(process, ProcessFigures.residentBytes(pid) / BYTES_PER_MEBIBYTE));
            return resident;
        }

        @Override
        public void close() {
            stock.close();
        }
    }
}
