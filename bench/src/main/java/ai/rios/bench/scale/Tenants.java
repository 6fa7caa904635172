package ai.rios.bench.scale;

import ai.rios.bench.compare.Comparison;
import ai.rios.bench.compare.Offer;
import ai.rios.bench.compare.Subject;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.RequestSource;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.product.CreateRequests;
import ai.rios.bench.product.ReadRequests;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code tenants}: the same rate of creations and of reads, by one tenant, by ten and by many, in turns on one stack. */
final class Tenants implements FigureGroup {
    private static final int SOME = 10;
    private static final int CONNECTIONS = 64;
    private static final int POSTS = 100;
    private static final int GETS = 1_000;
    private static final double MOST = 1.2;

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public String summary() {
        return "POST and GET by one tenant, by ten and by many";
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        try (SplitStack stack = run.start("tenants")) {
            List<Subject> creating = new ArrayList<>();
            List<Subject> reading = new ArrayList<>();
            for (int count : List.of(1, SOME, run.options().tenants())) {
                List<Tenant> tenants = ScaleRun.tenants(stack, "t" + count, count);
                String name = count == 1 ? "1 tenant" : String.format(Locale.ROOT, "%,d tenants", count);
                try (Stock stock = Stock.of(stack, tenants)) {
                    // As many to be read of each, so that only the number of tenants differs.
                    int deployments = Math.max(run.options().tenants(), SOME);
                    stock.create("s" + run.id(), deployments, deployments);
                    reading.add(subject(stack, name, new ReadRequests("127.0.0.1", stock.targets())));
                }
                creating.add(subject(stack, name, new CreateRequests("127.0.0.1", tenants, "p" + run.id())));
                run.tell("filled: %s", name);
            }
            compare(found, run, "POST", creating, 201, POSTS);
            compare(found, run, "GET", reading, 200, GETS);
            found.note("One stack serves all: what one group of tenants has is there while the others are measured.");
        }
        return found;
    }

    private static Subject subject(SplitStack stack, String name, RequestSource source) {
        return new Subject(name, ScaleRun.address(stack), ScaleRun.pids(stack), source);
    }

    private static void compare(
            Findings found, ScaleRun run, String what, List<Subject> subjects, int wanted, int perSecond) {
        Offer offer = new Offer(
                String.format(Locale.ROOT, "%s, open loop %,d/s", what, perSecond),
                new Load.Open(perSecond, run.options().length()));
        List<Cell> cells = new Comparison(subjects, wanted, run.progress())
                .run(
                        List.of(offer),
                        CONNECTIONS,
                        run.options().rounds(),
                        new Load.Open(perSecond, run.options().warmUp()));
        found.cells(cells);
        Cell one = Subject.cell(cells, offer.name(), subjects.getFirst().name());
        for (Subject more : subjects.subList(1, subjects.size())) {
            Cell cell = Subject.cell(cells, offer.name(), more.name());
            String ratio = " with " + more.name() + ", multiple of that with one";
            found.atMost(
                    offer.name() + ": p50" + ratio,
                    MOST,
                    Medians.ratio(cell.medianMillis("p50"), one.medianMillis("p50")));
            found.atMost(
                    offer.name() + ": server CPU a request" + ratio,
                    MOST,
                    Medians.ratio(cell.medianServerCpuMicros(), one.medianServerCpuMicros()));
        }
    }
}
