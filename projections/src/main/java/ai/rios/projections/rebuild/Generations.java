package ai.rios.projections.rebuild;

import ai.rios.projections.streams.Generation;
import ai.rios.projections.streams.Generation.PartitionState;
import ai.rios.projections.streams.SnapshotGate;
import ai.rios.runtime.streams.StreamsApplication.Stop;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations that this process runs: follows the control topic, starts what is to be built, answers from what is active,
 * closes and removes what is neither, and reports to whoever rebuilds. Thread-safe; one thread of its own follows.
 */
public final class Generations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final Duration STEP = Duration.ofMillis(500);

    private final TopicCatalogue topics;
    private final Starter starter;
    private final ControlTopic control;
    private final ClusterGroups groups;
    private final Comparison comparison;
    private final Map<Integer, Generation> running = new ConcurrentHashMap<>();

    /** Zero from the close on. */
    private final CountDownLatch closing = new CountDownLatch(1);

    // the three below belong to the following thread
    private @Nullable GenerationPlan followed;
    private final Map<Integer, PredecessorGate> gates = new HashMap<>();
    private final Map<String, Boolean> reportedTelling = new HashMap<>();

    // written by the following thread, read by those that answer
    private volatile GenerationPlan plan = GenerationPlan.FIRST;
    private volatile @Nullable Thread follower;

    /** Starts a generation in this process. */
    @FunctionalInterface
    public interface Starter {
        /** Starts the generation of that number, telling the snapshots topic from where the gate says. */
        Generation start(int number, SnapshotGate gate);
    }

    Generations(
            TopicCatalogue topics, Starter starter, ControlTopic control, ClusterGroups groups, Comparison comparison) {
        this.topics = topics;
        this.starter = starter;
        this.control = control;
        this.groups = groups;
        this.comparison = comparison;
    }

    /** Starts what the control topic says, and follows it. */
    public static Generations start(
            TopicCatalogue topics,
            Map<String, Object> clients,
            Comparison.Ages ages,
            InstantSource clock,
            Starter starter) {
        ControlTopic control = ControlTopic.open(topics.control().name(), clients);
        ClusterGroups groups = new ClusterGroups(Admin.create(clients), topics);
        Comparison comparison = new Comparison(topics, control, groups, ages, clock);
        Generations generations = new Generations(topics, starter, control, groups, comparison);
        control.readToEnd(generations::take);
        generations.follow(generations.plan);
        generations.startFollowing();
        return generations;
    }

    void startFollowing() {
        Thread thread = Thread.ofPlatform().daemon().name("views-generations").unstarted(this::run);
        follower = thread;
        thread.start();
    }

    /** Whether the control topic is followed, as it is until the close. */
    public boolean isFollowing() {
        Thread thread = follower;
        return isClosed() || (thread != null && thread.isAlive());
    }

    /**
     * The generation that answers.
     *
     * @throws QueryUnavailableException when it has not begun here yet
     */
    public Generation active() {
        Generation generation = running.get(plan.active());
        if (generation == null) {
            throw new QueryUnavailableException("generation " + plan.active() + " has not begun here", null);
        }
        return generation;
    }

    /** The generation that answers; empty when it has not begun here yet. */
    public Optional<Generation> activeIfBegun() {
        return Optional.ofNullable(running.get(plan.active()));
    }

    /** Which generations there are. */
    public GenerationPlan plan() {
        return plan;
    }

    /** Stops following, then all generations. */
    public void close(Stop stop) {
        closing.countDown();
        control.wakeUp();
        Thread thread = follower;
        if (thread != null) {
            join(thread);
        }
        running.values().forEach(generation -> generation.close(stop));
        running.clear();
        groups.close();
    }

    /** Stops for good: others take over at once. */
    @Override
    public void close() {
        close(Stop.FOR_GOOD);
    }

    private void take(String key, String value) {
        try {
            if (key.equals(ControlTopic.PLAN)) {
                plan = GenerationPlan.ofText(value);
            } else {
                comparison.take(key, value);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("control record passed over key={} reason=\"{}\"", key, e.getMessage());
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void run() {
        try (control) {
            while (!isClosed()) {
                step();
            }
        } catch (WakeupException | InterruptedException e) {
            LOG.debug("generations follower ends");
        }
    }

    /** Whatever fails, the control topic is followed further: from a rebuild on, nothing else would tell this process. */
    private void step() throws InterruptedException {
        try {
            control.poll(STEP, this::take);
            GenerationPlan now = plan;
            if (!now.equals(followed) || !running.containsKey(now.active())) {
                follow(now);
                followed = now;
            }
            takeOver();
            comparison.step(now, running);
            reportTelling();
        } catch (WakeupException end) {
            throw end;
        } catch (RuntimeException e) {
            if (!isClosed()) {
                LOG.warn("generations: a step failed and is tried again", e);
                var _ = closing.await(STEP.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void follow(GenerationPlan now) {
        startIfMissing(now.active());
        if (now.building() != null) {
            startIfMissing(now.building());
        }
        running.keySet().stream()
                .filter(number -> !now.runs(number))
                .sorted()
                .toList()
                .forEach(this::retire);
    }

    private void startIfMissing(int number) {
        if (!running.containsKey(number)) {
            LOG.info("views generation starts generation={}", number);
            running.put(number, starter.start(number, gate(number)));
        }
    }

    private SnapshotGate gate(int number) {
        if (number == 1) {
            return SnapshotGate.OPEN;
        }
        String events = topics.deploymentEvents().name();
        PredecessorGate gate = new PredecessorGate(() -> groups.committed(number - 1, events));
        gates.put(number, gate);
        return gate;
    }

    private void retire(int number) {
        Generation old = running.remove(number);
        if (old != null) {
            LOG.info("views generation ends generation={}", number);
            old.close(Stop.FOR_GOOD);
            old.removeStores();
        }
        gates.remove(number);
    }

    /** Opens the active generation's gate once its predecessor has stopped everywhere. */
    private void takeOver() {
        int number = plan.active();
        PredecessorGate gate = gates.get(number);
        if (gate != null && !gate.isOpen() && groups.isEmpty(number - 1)) {
            Map<Integer, Long> stoppedAt = new HashMap<>();
            for (int partition = 0; partition < topics.partitions(); partition++) {
                stoppedAt.put(partition, 0L);
            }
            stoppedAt.putAll(
                    groups.committed(number - 1, topics.deploymentEvents().name()));
            gate.open(stoppedAt);
            LOG.info("views generation tells the snapshots topic generation={}", number);
        }
    }

    private void reportTelling() {
        if (plan.retiring() == null) {
            return;
        }
        int number = plan.active();
        Generation generation = running.get(number);
        if (generation == null) {
            return;
        }
        generation.active().forEach((partition, state) -> {
            String key = ControlTopic.reportKey(number, partition);
            if (state.telling() && !Boolean.TRUE.equals(reportedTelling.put(key, true))) {
                control.write(key, telling(state).toText());
            }
        });
    }

    private static Report telling(PartitionState state) {
        return Report.of(0, state.folded(), "none", 0, state.blocked(), 0, true);
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
