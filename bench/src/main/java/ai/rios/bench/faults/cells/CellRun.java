package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.traffic.Plan;
import ai.rios.bench.faults.traffic.Traffic;
import ai.rios.bench.faults.traffic.Traffic.Moment;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs one cell: traffic, faults in the midst of it, rest, and the checker. Confined to one thread.
 *
 * @param seed of plan and moments
 * @param perSecond steps of clients a second
 * @param length of the traffic; it lasts longer where the fault needs it
 * @param prefix of the tenants' names, which nobody has used on the stack before
 * @param restLimit for all to come to rest after the traffic
 * @param connection to the edge at an address
 */
public record CellRun(
        long seed, int perSecond, Duration length, String prefix, Duration restLimit, Function<URI, Api> connection) {
    private static final int TENANTS = 6;

    /** Traffic before the first fault, and between the end of one and the next. */
    private static final Duration CALM = Duration.ofSeconds(4);

    /** What faults may add to the traffic. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Traffic after a fault's end, at least. */
    private static final Duration AFTER = Duration.ofSeconds(20);

    private static final Duration REST_LIMIT = Duration.ofMinutes(2);

    /** One whose clients reach the edge over HTTP. */
    public static CellRun of(long seed, int perSecond, Duration length, String prefix) {
        return new CellRun(seed, perSecond, length, prefix, REST_LIMIT, HttpApi::new);
    }

    /** Runs a cell on a whole stack and leaves a whole stack behind. */
    public CellResult run(FaultCell cell, SplitStack stack) {
        stack.awaitWhole();
        try (Fault.Undo _ = () -> cell.fault().clear(stack, cell.processes())) {
            cell.fault().prepare(stack, cell.processes());
            return runPrepared(cell, stack);
        }
    }

    private CellResult runPrepared(FaultCell cell, SplitStack stack) {
        List<String> names = IntStream.range(0, TENANTS)
                .mapToObj(tenant -> prefix + '-' + tenant)
                .toList();
        List<Tenant> tenants = stack.tenants(names);
        SplittableRandom random = new SplittableRandom(seed);
        List<Duration> moments = moments(cell, random);
        try (LoggedTopics topics = LoggedTopics.from(stack.kafka(), stack.registry());
                Traffic traffic = Traffic.open(connection.apply(stack.edge()), tenants);
                Strikes strikes = new Strikes(cell, stack, moments)) {
            Plan plan = Plan.of(random.nextLong(), TENANTS, perSecond, length.plus(LONGEST));
            long startNanos = System.nanoTime();
            strikes.start(startNanos);
            long endNanos = traffic.run(
                    plan, () -> System.nanoTime() - startNanos > length.toNanos() && strikes.areOverFor(AFTER));
            strikes.join();
            stack.awaitWhole();
            Rest rest = Rest.await(topics, traffic, restLimit);
            Finding finding = cell.fault().examine(stack, tenants, restLimit);
            List<Moment> seen = traffic.moments();
            List<String> unrest = new ArrayList<>(CellEvidence.lacking(names, seen, moments.size(), strikes.done()));
            if (!rest.unrest().isEmpty()) {
                unrest.addFirst(rest.unrest());
            }
            if (!finding.unrest().isEmpty()) {
                unrest.add(finding.unrest());
            }
            return new CellResult(
                    cell.name(),
                    seen.size(),
                    (int) seen.stream()
                            .filter(moment -> moment.isWrite() && moment.isGood())
                            .count(),
                    (int) seen.stream()
                            .filter(moment -> moment.isWrite() && !moment.isDecided())
                            .count(),
                    traffic.leftOut(),
                    Stream.concat(rest.violations().stream(), finding.violations().stream())
                            .toList(),
                    finding.note(),
                    String.join("; ", unrest),
                    CellTimeline.longestSilenceSeconds(names, startNanos, endNanos, seen),
                    CellTimeline.recoverySeconds(names, seen, strikes.done()),
                    stack.stateMebibytes(),
                    CellTimeline.of(startNanos, seen, strikes.done()));
        }
    }

    private List<Duration> moments(FaultCell cell, SplittableRandom random) {
        List<Duration> moments = new ArrayList<>();
        if (cell.fault().equals(Fault.NONE)) {
            return moments;
        }
        Duration next = CALM;
        do {
            moments.add(next.plusMillis(random.nextInt(2_000)));
            next = moments.getLast().plus(cell.fault().length()).plus(AFTER);
        } while (next.plus(cell.fault().length()).plus(AFTER).compareTo(length) < 0);
        return moments;
    }
}
