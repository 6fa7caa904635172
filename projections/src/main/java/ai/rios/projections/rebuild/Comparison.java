package ai.rios.projections.rebuild;

import ai.rios.projections.streams.Generation;
import ai.rios.projections.streams.Generation.PartitionState;
import ai.rios.projections.views.Cut;
import ai.rios.projections.views.ViewDigest;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's part in a comparison. For each partition, whoever folds the active generation says where it stands and what
 * its digest is as of there; whoever folds the one being built waits until it has come as far and answers with its own.
 * Confined to the thread that follows the control topic.
 */
public final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

    private final TopicCatalogue topics;
    private final ControlTopic control;
    private final ClusterGroups groups;
    private final Ages ages;
    private final InstantSource clock;
    private final Map<String, Report> reports = new TreeMap<>();
    private final Map<String, Integer> answered = new HashMap<>();
    private int round;
    private @Nullable Earliest earliest;

    /**
     * How long the views keep what is removed by time.
     *
     * @param history of deleted deployments
     * @param operations after their command
     */
    public record Ages(Duration history, Duration operations) {
        /** What is older than nine tenths of it is left out: the generations may differ in when they remove it. */
        private static long boundMs(Duration age, long nowMs) {
            return Math.max(0, nowMs - age.toMillis() / 10 * 9);
        }

        ViewDigest.Limits limits(long nowMs, Set<String> skipped) {
            return new ViewDigest.Limits(boundMs(history, nowMs), boundMs(operations, nowMs), skipped);
        }
    }

    private record Earliest(int round, Map<Integer, Long> commands, Map<Integer, Long> outcomes) {}

    Comparison(TopicCatalogue topics, ControlTopic control, ClusterGroups groups, Ages ages, InstantSource clock) {
        this.topics = topics;
        this.control = control;
        this.groups = groups;
        this.ages = ages;
        this.clock = clock;
    }

    void take(String key, String value) {
        if (key.equals(ControlTopic.ROUND)) {
            round = Integer.parseInt(value.strip());
        } else if (key.startsWith(ControlTopic.REPORTS)) {
            reports.put(key, Report.ofText(value));
        }
    }

    void step(GenerationPlan plan, Map<Integer, Generation> running) {
        Integer building = plan.building();
        if (building == null || round == 0) {
            return;
        }
        Generation active = running.get(plan.active());
        if (active != null) {
            active.active().forEach((partition, state) -> reportActive(active, partition, state));
        }
        Generation built = running.get(building);
        if (built != null) {
            built.active().forEach((partition, state) -> reportBuilt(plan.active(), built, partition, state));
        }
    }

    private void reportActive(Generation active, int partition, PartitionState state) {
        String key = ControlTopic.reportKey(active.number(), partition);
        if (isAnswered(key)) {
            return;
        }
        long nowMs = clock.millis();
        ViewDigest.Taken taken = active.digest(partition, state.folded(), ages.limits(nowMs, state.blocked()));
        write(key, Report.of(round, state.folded(), taken.hex(), taken.entries(), state.blocked(), nowMs, true));
    }

    private void reportBuilt(int activeNumber, Generation built, int partition, PartitionState state) {
        String key = ControlTopic.reportKey(built.number(), partition);
        Report asked = reports.get(ControlTopic.reportKey(activeNumber, partition));
        if (isAnswered(key)
                || asked == null
                || asked.round() != round
                || !hasReached(partition, state.folded(), asked.cut())) {
            return;
        }
        ViewDigest.Taken taken = built.digest(partition, asked.cut(), ages.limits(asked.atMs(), asked.skipped()));
        write(
                key,
                Report.of(
                        round,
                        asked.cut(),
                        taken.hex(),
                        taken.entries(),
                        asked.skipped(),
                        asked.atMs(),
                        state.telling()));
    }

    /** Events are kept for ever; of the others, what is no longer in the log cannot be reached and need not be. */
    private boolean hasReached(int partition, Cut folded, Cut wanted) {
        return folded.nextEvent() >= wanted.nextEvent()
                && (folded.nextCommand() >= wanted.nextCommand()
                        || earliest().commands().getOrDefault(partition, 0L) >= wanted.nextCommand())
                && (folded.nextOutcome() >= wanted.nextOutcome()
                        || earliest().outcomes().getOrDefault(partition, 0L) >= wanted.nextOutcome());
    }

    private Earliest earliest() {
        Earliest known = earliest;
        if (known == null || known.round() != round) {
            known = new Earliest(
                    round,
                    groups.earliest(topics.deploymentCommands().name()),
                    groups.earliest(topics.outcomes().name()));
            earliest = known;
        }
        return known;
    }

    private boolean isAnswered(String key) {
        return answered.getOrDefault(key, 0) == round;
    }

    private void write(String key, Report report) {
        control.write(key, report.toText());
        answered.put(key, round);
        LOG.info("views compared key={} round={} entries={}", key, round, report.entries());
    }
}
