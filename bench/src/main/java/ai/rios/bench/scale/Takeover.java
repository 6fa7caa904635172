package ai.rios.bench.scale;

import ai.rios.bench.load.Due;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Figure;
import ai.rios.bench.scale.TakeoverProbe.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code takeover}: an orderly stop of one of two handlers, or of one of two projections, while clients on every partition write and
 * read what they wrote. Its supervision starts it again, and both take over from one another twice.
 */
final class Takeover implements FigureGroup {
    private static final Duration PERIOD = Duration.ofMillis(200);

    /** Of the probe, before it counts: as at its first moment. */
    private static final Duration CALM = Duration.ofSeconds(3);

    /** After the process has its work back. */
    private static final Duration AFTER = Duration.ofSeconds(3);

    private static final double LONGEST_SECONDS = 1;
    private static final double MILLIS_PER_SECOND = 1_000;

    @Override
    public String name() {
        return "takeover";
    }

    @Override
    public String summary() {
        return "the longest wait of clients when a handler or a projection stops in order";
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        try (SplitStack stack = run.start("takeover");
                Api api = new HttpApi(stack.edge())) {
            List<Tenant> tenants = PartitionTenants.oneEach(stack, "takeover");
            warmUp(run, api, tenants);
            for (String service : List.of("handlers", "projections")) {
                Waits waits = new Waits();
                for (int round = 0; round < run.options().rounds(); round++) {
                    waits.measure(run, stack, api, tenants, service, round);
                }
                waits.tell(found, service);
            }
            found.note("One client on each of " + tenants.size() + " partitions, each with a step every "
                    + PERIOD.toMillis()
                    + " ms, in an open loop: a wait counts from when a step was due, repeats after a refusal included. The"
                    + " floor is the longest wait in " + CALM.toSeconds()
                    + " s of calm right before each stop. A stop counts"
                    + " until " + AFTER.toSeconds()
                    + " s after the process has partitions again, so its return is in it.");
        }
        return found;
    }

    private static void warmUp(ScaleRun run, Api api, List<Tenant> tenants) {
        TakeoverProbe probe = TakeoverProbe.start(api, tenants, PERIOD, "w" + run.id());
        Due.await(System.nanoTime() + run.options().warmUp().toNanos());
        probe.end();
    }

    /** What was waited in the rounds of one service, ms. */
    private static final class Waits {
        private final List<Double> writes = new ArrayList<>();
        private final List<Double> calmWrites = new ArrayList<>();
        private final List<Double> reads = new ArrayList<>();
        private final List<Double> calmReads = new ArrayList<>();
        private int refusals;

        void measure(ScaleRun run, SplitStack stack, Api api, List<Tenant> tenants, String service, int round) {
            String process = service + '-' + (1 + round % 2);
            SharedWork.await(stack, service);
            TakeoverProbe probe = TakeoverProbe.start(api, tenants, PERIOD, service + run.id() + round);
            long startNanos = System.nanoTime();
            long stopNanos = startNanos + CALM.toNanos();
            Due.await(stopNanos);
            stack.restart(List.of(process), "TERM");
            SharedWork.await(stack, service);
            long againNanos = System.nanoTime();
            Due.await(againNanos + AFTER.toNanos());
            List<Step> steps = probe.end();
            long endNanos = System.nanoTime();
            // What is due right before the stop may be under way in it.
            long calmEndNanos = stopNanos - PERIOD.toNanos();
            calmWrites.add(Step.longestWriteMillis(steps, startNanos, calmEndNanos));
            calmReads.add(Step.longestReadMillis(steps, startNanos, calmEndNanos));
            writes.add(Step.longestWriteMillis(steps, calmEndNanos, endNanos));
            reads.add(Step.longestReadMillis(steps, calmEndNanos, endNanos));
            int refused = steps.stream().mapToInt(Step::refusals).sum();
            refusals += refused;
            run.tell(
                    "round %d  %s stops and has its work back after %.1f s: longest wait for a write %.0f ms (calm %.0f), due %.1f s"
                            + " after the stop, to read it %.0f ms (calm %.0f), due %.1f s after it; %d refusals",
                    round + 1,
                    process,
                    (againNanos - stopNanos) / 1e9,
                    writes.getLast(),
                    calmWrites.getLast(),
                    (Step.longestWriteDueNanos(steps, calmEndNanos, endNanos) - stopNanos) / 1e9,
                    reads.getLast(),
                    calmReads.getLast(),
                    (Step.longestReadDueNanos(steps, calmEndNanos, endNanos) - stopNanos) / 1e9,
                    refused);
        }

        void tell(Findings found, String service) {
            String when = ", one of two " + service + " stops";
            found.figure(new Figure("longest wait for a write" + when, "ms", writes, calmWrites));
            found.figure(new Figure("longest wait to read it" + when, "ms", reads, calmReads));
            found.atMost("longest wait for a write in any round" + when + ", s", LONGEST_SECONDS, longest(writes));
            found.atMost("longest wait to read it in any round" + when + ", s", LONGEST_SECONDS, longest(reads));
            found.note("Refused for now, and repeated, in all rounds" + when + ": " + refusals + " requests.");
        }

        private static double longest(List<Double> millis) {
            return millis.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN) / MILLIS_PER_SECOND;
        }
    }
}
