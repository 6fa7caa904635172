package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.traffic.Step.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the clients of a cell do and when: a schedule that does not wait for answers, the same for the same seed. Immutable.
 *
 * @param tenants how many, 1 or more
 * @param steps in the order in which they are due
 */
public record Plan(int tenants, List<Step> steps) {
    /** Clients of each tenant; each has a memory of positions of its own. */
    public static final int CLIENTS_A_TENANT = 2;

    private static final double NANOS_PER_SECOND = 1e9;

    public Plan {
        steps = List.copyOf(steps);
    }

    /**
     * Draws a plan.
     *
     * @param perSecond steps a second on average, all tenants together; the pauses between them are exponential
     */
    public static Plan of(long seed, int tenants, int perSecond, Duration length) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        double dueNanos = 0;
        while (true) {
            dueNanos += -Math.log(1 - random.nextDouble()) * NANOS_PER_SECOND / perSecond;
            if (dueNanos >= length.toNanos()) {
                return new Plan(tenants, steps);
            }
            steps.add(new Step(
                    (long) dueNanos,
                    random.nextInt(tenants),
                    random.nextInt(CLIENTS_A_TENANT),
                    kind(random),
                    random.nextLong()));
        }
    }

    private static Kind kind(SplittableRandom random) {
        int dice = random.nextInt(100);
        for (Kind kind : Kind.values()) {
            dice -= kind.share();
            if (dice < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the shares of the kinds are not a hundred");
    }
}
