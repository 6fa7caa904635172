package ai.rios.bench;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.floor.FloorPost;
import ai.rios.bench.floor.FloorProcess;
import ai.rios.bench.load.Load;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.StackStatus;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import java.time.Duration;
import java.util.List;

/**
 * {@code bench post}: creating a deployment, decided exactly once and answered after its outcome is committed, against a
 * bare Helidon POST that does one acks=all send to the same broker.
 */
final class PostBenchmark implements Benchmark {
    static final String NAME = "post";

    private static final int CREATED = 201;
    private static final int CONNECTIONS = 256;
    private static final int OPEN_RATE = 500;
    private static final String OPEN = "open loop 500/s";
    private static final String CLOSED_64 = "closed loop 64 in flight";
    private static final String CLOSED_256 = "closed loop 256 in flight";
    private static final String PARTITIONS = "12";
    private static final String LINGER_MILLIS = "0";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "create deployments: decided exactly once, against one acks=all send (about 15 minutes)";
    }

    @Override
    public int defaultRounds() {
        return 5;
    }

    @Override
    public Report run(Options options, BenchContext context) {
        try (Setup setup = Setup.open(context, options);
                FloorProcess floor = FloorProcess.start(
                        FloorPost.class,
                        setup.jvmFlags(),
                        List.of(setup.status().kafka(), "bench.floor-" + context.runId(), PARTITIONS, LINGER_MILLIS))) {
            List<String> notes = List.of(setup.idleNote());
            Comparison comparison = new Comparison(
                    List.of(product(setup, context), floor(setup, floor, context)), CREATED, context.progress());
            List<Cell> cells = comparison.run(
                    offers(options.length()), CONNECTIONS, options.rounds(), new Load.Closed(64, options.warmUp()));
            return context.report(this, options, setup.jvmFlags(), cells, goals(cells), notes);
        }
    }

    private static List<Offer> offers(Duration length) {
        return List.of(
                new Offer(OPEN, new Load.Open(OPEN_RATE, length)),
                new Offer(CLOSED_64, new Load.Closed(64, length)),
                new Offer(CLOSED_256, new Load.Closed(256, length)));
    }

    private static Subject product(Setup setup, BenchContext context) {
        StackStatus status = setup.status();
        return new Subject(
                Subject.PRODUCT, status.address(), setup.productPids(), requests(setup, "p" + context.runId()));
    }

    private static Subject floor(Setup setup, FloorProcess floor, BenchContext context) {
        return new Subject(
                Subject.FLOOR, floor.address(), setup.floorPids(floor, true), requests(setup, "f" + context.runId()));
    }

    private static CreateRequests requests(Setup setup, String namePrefix) {
        return new CreateRequests("127.0.0.1", setup.tenants(), namePrefix);
    }

    static List<Goal> goals(List<Cell> cells) {
        Cell open = Subject.cell(cells, OPEN, Subject.PRODUCT);
        return List.of(
                new Goal("p50 at 500 requests/s, ms", Goal.Bound.AT_MOST, 12, open.medianMillis("p50")),
                new Goal("p99 at 500 requests/s, ms", Goal.Bound.AT_MOST, 35, open.medianMillis("p99")),
                throughput(cells, CLOSED_64),
                throughput(cells, CLOSED_256));
    }

    private static Goal throughput(List<Cell> cells, String load) {
        return new Goal(
                "throughput as a multiple of the floor's, " + load,
                Goal.Bound.AT_LEAST,
                0.5,
                Subject.ratio(cells, load, Cell::medianPerSecond));
    }
}
