package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.CellTimeline.Strike;
import ai.rios.bench.faults.history.History;
import ai.rios.bench.faults.history.HistoryChecker;
import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Violation;
import ai.rios.bench.faults.traffic.Plan;
import ai.rios.bench.faults.traffic.Traffic;
import ai.rios.bench.faults.traffic.Traffic.Moment;
import ai.rios.bench.product.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one cell: traffic, faults in the midst of it, rest, and the checker. Confined to one thread.
 *
 * @param seed of plan and moments
 * @param perSecond steps of clients a second
 * @param length of the traffic; it lasts longer where the fault needs it
 * @param prefix of the tenants' names, which nobody has used on the stack before
 */
public record CellRun(long seed, int perSecond, Duration length, String prefix) {
    private static final int TENANTS = 6;

    /** Traffic before the first fault, and between the end of one and the next. */
    private static final Duration CALM = Duration.ofSeconds(4);

    /** Traffic after a fault's end, at least. */
    private static final Duration AFTER = Duration.ofSeconds(20);

    private static final Duration REST_LIMIT = Duration.ofMinutes(2);

    /** What follows the log after a while; all else stays as it is once nothing is under way. */
    private static final Set<Invariant> FOLLOWING =
            EnumSet.of(Invariant.VIEWS_EQUAL_EVENTS, Invariant.SNAPSHOTS_EQUAL_EVENTS, Invariant.STREAMS_GO_FORWARD);

    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    /** Runs a cell on a whole stack and leaves a whole stack behind. */
    public CellResult run(FaultCell cell, SplitStack stack) {
        stack.awaitWhole();
        List<Tenant> tenants = stack.tenants(IntStream.range(0, TENANTS)
                .mapToObj(tenant -> prefix + '-' + tenant)
                .toList());
        try (LoggedTopics topics = LoggedTopics.from(stack.kafka(), stack.registry());
                Traffic traffic = Traffic.open(stack.edge(), tenants)) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Duration> moments = moments(cell, random);
            Duration all = moments.isEmpty()
                    ? length
                    : max(length, moments.getLast().plus(cell.fault().length()).plus(AFTER));
            Plan plan = Plan.of(random.nextLong(), TENANTS, perSecond, all);
            Strikes strikes = new Strikes(cell, stack, moments);
            long startNanos = System.nanoTime();
            strikes.start(startNanos);
            traffic.run(plan);
            strikes.join();
            stack.awaitWhole();
            Rest rest = rest(topics, traffic);
            List<Moment> seen = traffic.moments();
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
                    rest.violations(),
                    rest.unrest(),
                    CellTimeline.longestSilenceSeconds(startNanos, seen),
                    CellTimeline.recoverySeconds(
                            tenants.stream().map(Tenant::name).toList(), seen, strikes.done()),
                    stack.stateMebibytes(),
                    CellTimeline.of(startNanos, seen, strikes.done()));
        }
    }

    private List<Duration> moments(FaultCell cell, SplittableRandom random) {
        List<Duration> moments = new ArrayList<>();
        if (cell.fault() == Fault.NONE) {
            return moments;
        }
        Duration next = CALM;
        do {
            moments.add(next.plusMillis(random.nextInt(2_000)));
            next = moments.getLast().plus(cell.fault().length()).plus(AFTER);
        } while (next.plus(cell.fault().length()).plus(AFTER).compareTo(length) < 0);
        return moments;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** What stood when all had come to rest, or could not within the limit. */
    private record Rest(List<Violation> violations, String unrest) {}

    /** Looks again until nothing is under way and nothing differs: views, snapshots and streams follow the log after a while. */
    private static Rest rest(LoggedTopics topics, Traffic traffic) {
        long deadline = System.nanoTime() + REST_LIMIT.toNanos();
        while (true) {
            Rest rest = look(topics, traffic);
            boolean mayChange = !rest.unrest().isEmpty()
                    || rest.violations().stream().map(Violation::invariant).anyMatch(FOLLOWING::contains);
            if (!mayChange || System.nanoTime() > deadline) {
                return rest;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Rest look(LoggedTopics topics, Traffic traffic) {
        LoggedTopics.Found found;
        try {
            found = topics.read();
        } catch (TimeoutException brokerAway) {
            return new Rest(List.of(), "the broker does not answer: " + brokerAway.getMessage());
        }
        Map<String, List<Row>> views = new LinkedHashMap<>();
        for (Tenant tenant : traffic.tenants()) {
            Optional<List<Row>> rows = traffic.list(tenant, end(found, tenant));
            if (rows.isEmpty()) {
                return new Rest(List.of(), "the list of tenant " + tenant.name() + " is not answered at its log's end");
            }
            views.put(tenant.name(), rows.get());
        }
        List<Violation> violations = HistoryChecker.check(
                new History(traffic.writes(), traffic.reads(), traffic.watches(), views, found.topics()));
        if (!found.undecided().isEmpty()) {
            return new Rest(violations, found.undecided().size() + " commands have no outcome: " + found.undecided());
        }
        return new Rest(violations, moving(found.topics().events(), views).orElse(""));
    }

    /** Something that a timer will move yet: a deletion that is asked for, or a retry. */
    private static Optional<String> moving(List<LoggedEvent> events, Map<String, List<Row>> views) {
        Set<String> ending = new LinkedHashSet<>();
        for (LoggedEvent event : events) {
            if (event.kind().equals(LoggedEvent.DELETION_REQUESTED)) {
                ending.add(event.deployment());
            } else if (event.kind().equals(LoggedEvent.DELETED)) {
                ending.remove(event.deployment());
            }
        }
        return Stream.concat(
                        ending.stream(),
                        views.values().stream()
                                .flatMap(List::stream)
                                .filter(CellRun::isTriedAgain)
                                .map(Row::deployment))
                .findFirst()
                .map(deployment -> "the timer of " + deployment + " has not fired");
    }

    private static boolean isTriedAgain(Row row) {
        return row.status().equals("failed") && "running".equals(row.spec().get("desired"));
    }

    private static long end(LoggedTopics.Found found, Tenant tenant) {
        return found.topics().events().stream()
                .filter(event -> event.tenant().equals(tenant.name()))
                .mapToLong(LoggedEvent::sequence)
                .max()
                .orElse(0);
    }

    /** Strikes at its moments, in a thread of its own. */
    private static final class Strikes {
        private final FaultCell cell;
        private final SplitStack stack;
        private final List<Duration> moments;

        /** Of the striking thread until it has ended. */
        private final List<Strike> done = new ArrayList<>();

        /** Of the striking thread until it has ended. */
        private @Nullable RuntimeException failure;

        private @Nullable Thread thread;

        Strikes(FaultCell cell, SplitStack stack, List<Duration> moments) {
            this.cell = cell;
            this.stack = stack;
            this.moments = List.copyOf(moments);
        }

        void start(long startNanos) {
            thread = Thread.ofPlatform().name("faults").start(() -> {
                try {
                    moments.forEach(moment -> strike(startNanos + moment.toNanos()));
                } catch (RuntimeException e) {
                    failure = e;
                }
            });
        }

        private void strike(long dueNanos) {
            awaitNanos(dueNanos);
            long struckNanos = System.nanoTime();
            cell.fault().strike(stack, cell.processes());
            awaitNanos(struckNanos + cell.fault().length().toNanos());
            cell.fault().mend(stack, cell.processes());
            done.add(new Strike(struckNanos, System.nanoTime()));
        }

        private static void awaitNanos(long due) {
            long left = due - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = due - System.nanoTime();
            }
        }

        void join() {
            try {
                if (thread != null) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("Interrupted in cell " + cell.name(), e);
            }
            if (failure != null) {
                throw new BenchException("The fault of cell " + cell.name() + " could not be done", failure);
            }
        }

        List<Strike> done() {
            return done;
        }
    }
}
