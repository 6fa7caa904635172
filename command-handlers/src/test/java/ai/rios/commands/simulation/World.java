package ai.rios.commands.simulation;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.kafka.Adapter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Bytes;

/** One history: all of it follows from its seed. */
final class World {
    /** Keys stay for longer than a history lasts. */
    static final ShardLimits KEEPING = limits(Duration.ofHours(24), 100_000);

    /** Keys expire and give way. */
    private static final ShardLimits FORGETTING = limits(Duration.ofSeconds(5), 12);

    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final int MOST_INSTANCES = 4;
    private static final int PATIENCE = 50_000;

    private final SplittableRandom random;
    private final Plant plant;
    private final Notes notes;
    private final Set<Fault> faults = new TreeSet<>();
    private final ShardLimits limits;
    private final Broker broker;
    private final Clients clients;
    private final List<Instance> instances = new ArrayList<>();
    private long nowMs = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private int members;
    private int names;
    private boolean calm;

    World(long seed, Plant plant, Notes notes) {
        this.random = new SplittableRandom(seed);
        this.plant = plant;
        this.notes = notes;
        for (Fault fault : FAULTS) {
            if (random.nextBoolean()) {
                faults.add(fault);
            }
        }
        boolean forgetful = random.nextInt(4) == 0;
        this.limits = forgetful ? FORGETTING : KEEPING;
        this.broker = new Broker(Adapter.PARTITIONS, random.split(), this::nowMs, plant != Plant.SECOND_WRITER);
        this.clients = new Clients(this, random.split(), !forgetful);
        int first = 1 + random.nextInt(2);
        for (int i = 0; i < first; i++) {
            begin();
        }
    }

    Broker broker() {
        return broker;
    }

    ShardLimits limits() {
        return limits;
    }

    Plant plant() {
        return plant;
    }

    long nowMs() {
        return nowMs;
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    InstantSource clock() {
        return this::now;
    }

    String memberOf(String name) {
        return name + "#" + ++members;
    }

    void note(String who, Object what) {
        notes.add(nowMs, who, what);
    }

    /** Plays the history, lets it come to rest, and looks at what it has come to. */
    void play() {
        int steps = 120 + random.nextInt(360);
        for (int i = 0; i < steps; i++) {
            step();
        }
        comeToRest();
        new Checker(broker, limits, clients.acknowledged()).check(this::state);
    }

    /** Lets others go on until something is so. */
    void await(String what, BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            Violation.unless(i < PATIENCE, Invariant.COMES_TO_REST, "nobody sees " + what);
            step();
        }
    }

    private static ShardLimits limits(Duration keyRetention, int maxKeys) {
        return new ShardLimits(
                keyRetention, maxKeys, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(100));
    }

    private void step() {
        nowMs += random.nextInt(30);
        int dice = random.nextInt(100);
        if (dice < 60) {
            stepOfInstance();
        } else if (dice < 76) {
            if (!calm) {
                clients.step();
            }
        } else if (dice < 94) {
            if (!faults.contains(Fault.LATE_MARKERS) || calm || random.nextInt(5) == 0) {
                broker.tell();
            }
        } else if (!calm && dice < 97) {
            fault();
        }
        broker.abortTimedOut();
    }

    private void stepOfInstance() {
        Instance instance = anyone();
        if (!instance.canStep() || (!instance.isUp() && random.nextInt(10) > 0)) {
            return;
        }
        if (!calm && faults.contains(Fault.CRASH_WITHIN) && random.nextInt(60) == 0) {
            instance.crashAfter(random.nextInt(20));
        }
        try {
            instance.step();
        } catch (RuntimeException e) {
            throw new Violation(Invariant.RUNS, e);
        }
        if (instance.isGone()) {
            instances.remove(instance);
        }
    }

    private void fault() {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        Instance instance = anyone();
        if (!faults.contains(fault) || instance.isBusy()) {
            return;
        }
        note("world", fault + " " + instance.name());
        switch (fault) {
            case CRASH -> instance.crash();
            case PAUSE -> instance.pause();
            case STOP -> instance.stop();
            case EXPIRE -> broker.group().leave(instance.member());
            case REBALANCE -> broker.group().rebalance();
            case SECOND -> second(instance);
            case FORGET_OFFSETS -> broker.group().forgetOffsets();
            case COMPACT -> compact();
            case LEAP -> nowMs += random.nextInt(6_000);
            case CRASH_WITHIN, LATE_MARKERS -> {
                // they have their own places
            }
        }
        if (random.nextBoolean()) {
            anyone().resume();
        }
    }

    /** Another one beside it: under its name, or as one more of the group. */
    private void second(Instance instance) {
        if (instances.size() >= MOST_INSTANCES) {
            return;
        }
        if (random.nextBoolean()) {
            begin();
        } else {
            instances.add(new Instance(instance.name(), this, random.split(), instance));
        }
    }

    private void begin() {
        instances.add(new Instance("handler-" + ++names, this, random.split(), null));
    }

    private void compact() {
        for (int partition = 0; partition < Adapter.PARTITIONS; partition++) {
            broker.log(Topic.CHANGELOG, partition).compact();
        }
    }

    private Instance anyone() {
        return instances.get(random.nextInt(instances.size()));
    }

    private void comeToRest() {
        note("world", "comes to rest");
        calm = true;
        clients.finish();
        instances.forEach(Instance::resume);
        await("the end", () -> {
            broker.group().keepOnly(membersUp());
            return broker.isQuiet() && instances.stream().allMatch(Instance::isAtRest);
        });
        clients.readAll();
    }

    private List<String> membersUp() {
        return instances.stream().filter(Instance::isUp).map(Instance::member).toList();
    }

    private NavigableMap<Bytes, byte[]> state(int partition) {
        for (Instance instance : instances) {
            if (broker.group().owns(instance.member(), partition)) {
                NavigableMap<Bytes, byte[]> state = instance.state(partition);
                if (state != null) {
                    return state;
                }
            }
        }
        throw new Violation(Invariant.COMES_TO_REST, "nobody decides partition " + partition);
    }
}
