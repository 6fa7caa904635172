package ai.rios.projections.rebuild;

import ai.rios.runtime.process.Deadline;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Rebuilds the views of a running system: has a new generation built beside the active one, has both compared, switches, and
 * removes the old one. Readers notice nothing. It talks to the processes through the control topic alone, so it may run in any
 * process, may be ended at any moment, and takes up what an earlier run has left.
 *
 * <p>Blocking; confined to one thread.
 */
public final class Rebuild {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration GIVING_UP_LIMIT = Duration.ofSeconds(30);

    /** Records that the new generation may still lack when the first comparison begins; it waits for them. */
    private static final long NEARLY_THERE = 2_000;

    private static final int MAX_ROUNDS = 3;

    private final TopicCatalogue topics;
    private final Options options;
    private final Consumer<String> progress;
    private final Map<String, Report> reports = new TreeMap<>();
    private GenerationPlan plan = GenerationPlan.FIRST;
    private int round;

    /**
     * What is wanted.
     *
     * @param limit of the whole; what is not done then is undone, or goes on with the next run where it has switched
     * @param acceptDifferences switch also where the views differ: for when those in use are known to be wrong
     */
    public record Options(Duration limit, boolean acceptDifferences) {
        /** One hour; differences are not accepted. */
        public static final Options DEFAULTS = new Options(Duration.ofHours(1), false);
    }

    /** How it ended. */
    public enum Result {
        /** The new generation answers, the old one is gone. */
        SWITCHED(0),
        /** The two differ; the old one goes on, the new one is gone. */
        DIFFERENT(3),
        /** It took too long; before the switch the new one is gone, after it the old one is to be tidied up by another run. */
        TIMED_OUT(4);

        private final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Exit code of a command that rebuilds. */
        public int exitCode() {
            return exitCode;
        }
    }

    private Rebuild(TopicCatalogue topics, Options options, Consumer<String> progress) {
        this.topics = topics;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Rebuilds.
     *
     * @param clients settings of Kafka clients
     * @param progress gets one line for people at a time
     * @throws IllegalStateException when the cluster cannot be asked
     */
    public static Result run(
            TopicCatalogue topics, Map<String, Object> clients, Options options, Consumer<String> progress) {
        Rebuild rebuild = new Rebuild(topics, options, progress);
        try (ControlTopic control = ControlTopic.open(topics.control().name(), clients);
                ClusterGroups groups = new ClusterGroups(Admin.create(clients), topics)) {
            control.readToEnd(rebuild::take);
            return rebuild.run(control, groups, Deadline.after(options.limit()));
        }
    }

    private void take(String key, String value) {
        if (key.equals(ControlTopic.PLAN)) {
            plan = GenerationPlan.ofText(value);
        } else if (key.equals(ControlTopic.ROUND)) {
            round = Math.max(round, Integer.parseInt(value.strip()));
        } else if (key.startsWith(ControlTopic.REPORTS)) {
            reports.put(key, Report.ofText(value));
        }
    }

    private Result run(ControlTopic control, ClusterGroups groups, Deadline deadline) {
        if (plan.retiring() != null) {
            progress.accept("generation " + plan.retiring() + " was left behind by an earlier rebuild: tidying it up");
            if (!tidyUp(control, groups, deadline)) {
                return Result.TIMED_OUT;
            }
        }
        Integer unfinished = plan.building();
        if (unfinished == null) {
            groups.remove(plan.active() + 1);
            write(control, plan.build());
        }
        int next = plan.active() + 1;
        progress.accept((unfinished == null ? "building generation " : "going on with generation ") + next);
        if (!awaitNearlyThere(control, groups, next, deadline)) {
            return giveUp(control, groups, next, Result.TIMED_OUT);
        }
        for (int attempt = 1; attempt <= MAX_ROUNDS; attempt++) {
            if (!compare(control, next, deadline)) {
                return giveUp(control, groups, next, Result.TIMED_OUT);
            }
            Set<Integer> differing = differing(next);
            if (differing.isEmpty() || options.acceptDifferences()) {
                return switchOver(control, groups, differing, deadline);
            }
            progress.accept("the views differ on partitions " + differing + " (comparison " + attempt + " of "
                    + MAX_ROUNDS + ")");
        }
        return giveUp(control, groups, next, Result.DIFFERENT);
    }

    private boolean awaitNearlyThere(ControlTopic control, ClusterGroups groups, int next, Deadline deadline) {
        long[] lastLag = {-1};
        int[] unchanged = {0};
        return await(control, deadline, () -> {
            long lag = groups.lag(next);
            if (groups.isEmpty(next)) {
                return false;
            }
            unchanged[0] = lag == lastLag[0] ? unchanged[0] + 1 : 0;
            if (lag != lastLag[0]) {
                progress.accept("generation " + next + ": " + lag + " records to go");
            }
            lastLag[0] = lag;
            return lag <= NEARLY_THERE || unchanged[0] > 10;
        });
    }

    private boolean compare(ControlTopic control, int next, Deadline deadline) {
        round++;
        control.write(ControlTopic.ROUND, Integer.toString(round));
        progress.accept("comparing generations " + (next - 1) + " and " + next + " as of one place in the log");
        return await(control, deadline, () -> {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                if (!isOfRound(next - 1, partition) || !isOfRound(next, partition)) {
                    return false;
                }
            }
            return true;
        });
    }

    private boolean isOfRound(int generation, int partition) {
        Report report = reports.get(ControlTopic.reportKey(generation, partition));
        return report != null && report.round() == round;
    }

    private Set<Integer> differing(int next) {
        TreeSet<Integer> differing = new TreeSet<>();
        TreeSet<String> skipped = new TreeSet<>();
        long entries = 0;
        for (int partition = 0; partition < topics.partitions(); partition++) {
            Report old = report(next - 1, partition);
            Report built = report(next, partition);
            skipped.addAll(old.skipped());
            entries += old.entries();
            if (!old.digest().equals(built.digest())) {
                differing.add(partition);
            }
        }
        if (!skipped.isEmpty()) {
            progress.accept("not compared, for their views stood still: tenants " + skipped);
        }
        if (differing.isEmpty()) {
            progress.accept("identical: " + entries + " entries on " + topics.partitions() + " partitions");
        }
        return differing;
    }

    private Report report(int generation, int partition) {
        Report report = reports.get(ControlTopic.reportKey(generation, partition));
        if (report == null) {
            throw new IllegalStateException("no report of generation " + generation + " partition " + partition);
        }
        return report;
    }

    private Result switchOver(ControlTopic control, ClusterGroups groups, Set<Integer> differing, Deadline deadline) {
        if (!differing.isEmpty()) {
            progress.accept("the views differ on partitions " + differing + ", as accepted");
        }
        write(control, plan.switched());
        progress.accept("switched to generation " + plan.active());
        return tidyUp(control, groups, deadline) ? Result.SWITCHED : Result.TIMED_OUT;
    }

    /** Waits until the old generation has ended everywhere and the new one tells the snapshots topic, then removes the old. */
    private boolean tidyUp(ControlTopic control, ClusterGroups groups, Deadline deadline) {
        Integer old = plan.retiring();
        if (old == null) {
            return true;
        }
        boolean ended = await(control, deadline, () -> groups.isEmpty(old) && isTellingEverywhere());
        if (!ended) {
            progress.accept("generation " + old + " has not ended everywhere; run this again to tidy it up");
            return false;
        }
        groups.remove(old);
        write(control, plan.settled());
        progress.accept("generation " + old + " is removed");
        return true;
    }

    private boolean isTellingEverywhere() {
        for (int partition = 0; partition < topics.partitions(); partition++) {
            Report report = reports.get(ControlTopic.reportKey(plan.active(), partition));
            if (report == null || !report.telling()) {
                return false;
            }
        }
        return true;
    }

    private Result giveUp(ControlTopic control, ClusterGroups groups, int next, Result result) {
        write(control, plan.settled());
        await(control, Deadline.after(GIVING_UP_LIMIT), () -> groups.isEmpty(next));
        groups.remove(next);
        progress.accept("generation " + next + " is given up; generation " + plan.active() + " goes on");
        return result;
    }

    private void write(ControlTopic control, GenerationPlan next) {
        control.write(ControlTopic.PLAN, next.toText());
        plan = next;
    }

    /** Looks again and again, reading what the processes report in between. */
    private boolean await(ControlTopic control, Deadline deadline, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (deadline.isOver()) {
                return false;
            }
            control.poll(STEP, (key, value) -> {
                if (!key.equals(ControlTopic.PLAN)) {
                    take(key, value);
                }
            });
        }
        return true;
    }
}
