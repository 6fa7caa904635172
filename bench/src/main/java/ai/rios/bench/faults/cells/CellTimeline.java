package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.traffic.Traffic.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a cell, in steps of {@value #STEP_MILLIS} ms from the start of its traffic. Immutable.
 *
 * @param acknowledged writes answered as done
 * @param failed attempts that got no good answer and no refusal
 * @param faultMillis when each fault struck
 * @param mendedMillis when each had ended
 */
public record CellTimeline(
        List<Integer> acknowledged, List<Integer> failed, List<Long> faultMillis, List<Long> mendedMillis) {
    /** Length of a step. */
    public static final int STEP_MILLIS = 500;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    public CellTimeline {
        acknowledged = List.copyOf(acknowledged);
        failed = List.copyOf(failed);
        faultMillis = List.copyOf(faultMillis);
        mendedMillis = List.copyOf(mendedMillis);
    }

    /**
     * From what clients saw.
     *
     * @param strikes when faults struck and ended
     */
    static CellTimeline of(long startNanos, List<Moment> moments, List<Strike> strikes) {
        List<Integer> acknowledged = new ArrayList<>();
        List<Integer> failed = new ArrayList<>();
        for (Moment moment : moments) {
            int step = (int) ((moment.doneNanos() - startNanos) / NANOS_PER_MILLI / STEP_MILLIS);
            while (acknowledged.size() <= step) {
                acknowledged.add(0);
                failed.add(0);
            }
            if (moment.isWrite() && moment.isGood()) {
                acknowledged.set(step, acknowledged.get(step) + 1);
            } else if (!moment.isDecided()) {
                failed.set(step, failed.get(step) + 1);
            }
        }
        return new CellTimeline(
                acknowledged,
                failed,
                strikes.stream()
                        .map(strike -> (strike.struckNanos() - startNanos) / NANOS_PER_MILLI)
                        .toList(),
                strikes.stream()
                        .map(strike -> (strike.mendedNanos() - startNanos) / NANOS_PER_MILLI)
                        .toList());
    }

    /** One fault that was done; by {@link System#nanoTime}. */
    record Strike(long struckNanos, long mendedNanos) {}

    /** The longest time in which one tenant was told of nothing done, seconds, from the start of the traffic to its last step's moment. */
    static double longestSilenceSeconds(List<String> tenants, long startNanos, long endNanos, List<Moment> moments) {
        Map<String, Long> last = new HashMap<>();
        tenants.forEach(tenant -> last.put(tenant, startNanos));
        long longest = 0;
        for (Moment moment : moments) {
            if (moment.isWrite() && moment.isGood()) {
                long told = Math.min(moment.doneNanos(), endNanos);
                long before = last.getOrDefault(moment.tenant(), startNanos);
                longest = Math.max(longest, told - before);
                last.put(moment.tenant(), told);
            }
        }
        for (long told : last.values()) {
            longest = Math.max(longest, endNanos - told);
        }
        return longest / NANOS_PER_SECOND;
    }

    /** See {@link CellResult#recoverySeconds}. */
    static double recoverySeconds(List<String> tenants, List<Moment> moments, List<Strike> strikes) {
        double slowest = Double.NaN;
        for (Strike strike : strikes) {
            for (String tenant : tenants) {
                double seconds = moments.stream()
                        .filter(moment -> moment.tenant().equals(tenant) && moment.isAcknowledged())
                        .filter(moment -> moment.sentNanos() >= strike.mendedNanos())
                        .mapToDouble(moment -> (moment.doneNanos() - strike.mendedNanos()) / NANOS_PER_SECOND)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
                slowest = Double.isNaN(slowest) ? seconds : Math.max(slowest, seconds);
            }
        }
        return slowest;
    }
}
