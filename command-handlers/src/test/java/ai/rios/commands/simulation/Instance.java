package ai.rios.commands.simulation;

import ai.rios.commands.kafka.Adapter;
import ai.rios.commands.kafka.LastEvent;
import ai.rios.commands.kafka.StaleStateException;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the handlers with one thread, doing what Streams does with exactly-once: restore up to the changelog's end,
 * process, and commit the offsets of all its tasks with what they have written. What it writes waits in the producer and goes out
 * partition by partition, in any order among them. Confined to the world's thread.
 */
final class Instance {
    private enum Phase {
        DOWN,
        WORKING,
        FLUSHING,
        ADDING_OFFSETS,
        ENDING
    }

    private final String name;
    private final World world;
    private final Broker broker;
    private final SplittableRandom random;
    private final NavigableMap<Integer, Replica> disk = new TreeMap<>();
    private final NavigableMap<Integer, Task> tasks = new TreeMap<>();
    private final NavigableMap<Place, Deque<Message>> unsent = new TreeMap<>();
    private final NavigableMap<Integer, Long> uncommitted = new TreeMap<>();
    private ProcessorSupplier<String, DeploymentCommand, String, Object> processors;
    private Session session;
    private String member;
    private int generation = -1;
    private Phase phase = Phase.DOWN;
    private boolean stopping;
    private boolean paused;
    private boolean busy;
    private boolean gone;
    private int writesUntilCrash = -1;

    /** @param before a member that it takes the place of, as a static one does; null: it is new */
    Instance(String name, World world, SplittableRandom random, @Nullable Instance before) {
        this.name = name;
        this.world = world;
        this.broker = world.broker();
        this.random = random;
        this.processors = newProcess();
        this.session = broker.open(name);
        this.member = world.memberOf(name);
        enter(before == null ? null : before.member);
    }

    private static final class Task {
        private final Replica replica;
        private final long target;
        private @Nullable Processor<String, DeploymentCommand, String, Object> processor;
        private @Nullable TaskContext context;
        private long input;

        Task(Replica replica, long target) {
            this.replica = replica;
            this.target = target;
        }
    }

    String name() {
        return name;
    }

    String member() {
        return member;
    }

    boolean isUp() {
        return phase != Phase.DOWN;
    }

    /** Whether another one has its name now. */
    boolean isGone() {
        return gone;
    }

    boolean canStep() {
        return !paused && !busy && !gone;
    }

    boolean isBusy() {
        return busy;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    void stop() {
        stopping = isUp();
    }

    /** Has it crash at one of its next writes. */
    void crashAfter(int writes) {
        writesUntilCrash = writes;
    }

    /** Starts again: under its name, and with what is left on its disk. */
    void start() {
        String before = member;
        processors = newProcess();
        session = broker.open(name);
        member = world.memberOf(name);
        enter(random.nextBoolean() ? before : null);
    }

    /** Loses all that is in memory; a disk that was in use is not trusted again. */
    void crash() {
        forget();
        disk.clear();
        phase = Phase.DOWN;
    }

    /** Whether all that its partitions hold is decided and committed. */
    boolean isAtRest() {
        return phase == Phase.WORKING
                && !hasWork()
                && generation == broker.group().generation()
                && tasks.entrySet().stream()
                        .allMatch(entry -> entry.getValue().processor != null
                                && broker.log(Topic.COMMANDS, entry.getKey()).next(entry.getValue().input) == null);
    }

    /** The state of a partition that it decides. */
    @Nullable NavigableMap<Bytes, byte[]> state(int partition) {
        Task task = tasks.get(partition);
        return task == null ? null : task.replica.contents();
    }

    /** Does one thing. */
    void step() {
        try {
            act();
        } catch (FencedException fenced) {
            startThreadAnew(fenced);
        } catch (StaleStateException stale) {
            if (isOwnerOfAll()) {
                throw stale;
            }
            startThreadAnew(stale);
        } catch (CrashError crash) {
            world.note(name, crash);
            crash();
        }
    }

    /** Only one that has been taken over without knowing may find the log ahead of its state. */
    private boolean isOwnerOfAll() {
        return generation == broker.group().generation() && broker.group().has(member);
    }

    private void startThreadAnew(RuntimeException failure) {
        world.note(name, failure);
        if (broker.isReplaced(session)) {
            crash();
            gone = true;
        } else {
            closeDirty();
        }
    }

    private void act() {
        switch (phase) {
            case DOWN -> start();
            case WORKING -> work();
            case FLUSHING -> {
                if (!unsent.isEmpty()) {
                    sendOne();
                } else {
                    phase = Phase.ADDING_OFFSETS;
                }
            }
            case ADDING_OFFSETS -> {
                if (!session.isEnding()) {
                    broker.addOffsets(session, member, generation, uncommitted);
                    phase = Phase.ENDING;
                }
            }
            case ENDING -> {
                broker.end(session, true);
                world.note(name, "committed " + session.transaction() + " " + uncommitted);
                uncommitted.clear();
                phase = Phase.WORKING;
            }
        }
    }

    private void work() {
        if (stopping) {
            closeOrCommit();
            return;
        }
        boolean stale =
                generation != broker.group().generation() || !broker.group().has(member);
        if (stale && random.nextInt(4) == 0) {
            rejoin();
            return;
        }
        int dice = random.nextInt(10);
        if (dice == 0 && hasWork()) {
            phase = Phase.FLUSHING;
        } else if (dice == 1) {
            sendOne();
        } else if (dice == 2) {
            standBy(random.nextInt(Adapter.PARTITIONS));
        } else if (!tasks.isEmpty()) {
            int partition = List.copyOf(tasks.keySet()).get(random.nextInt(tasks.size()));
            run(partition, Objects.requireNonNull(tasks.get(partition)));
        }
    }

    private void closeOrCommit() {
        if (hasWork()) {
            phase = Phase.FLUSHING;
            return;
        }
        world.note(name, "stopped");
        broker.group().leave(member);
        forget();
        phase = Phase.DOWN;
    }

    private boolean hasWork() {
        return !unsent.isEmpty() || !uncommitted.isEmpty() || session.hasOpen();
    }

    private void enter(@Nullable String before) {
        if (before == null) {
            broker.group().join(member);
        } else {
            broker.group().replace(before, member);
        }
        generation = broker.group().generation();
        phase = Phase.WORKING;
        assign();
        world.note(name, "up as " + member + " with " + tasks.keySet());
    }

    private void rejoin() {
        boolean hasMissedOne = !broker.group().has(member) || broker.group().generation() != generation + 1;
        if (hasWork() || hasMissedOne) {
            closeDirty();
        }
        if (!broker.group().has(member)) {
            member = world.memberOf(name);
            broker.group().join(member);
        }
        generation = broker.group().generation();
        assign();
        world.note(name, "rejoined as " + member + " with " + tasks.keySet());
    }

    private void assign() {
        tasks.keySet().removeIf(partition -> !broker.group().owns(member, partition));
        for (int partition = 0; partition < Adapter.PARTITIONS; partition++) {
            if (broker.group().owns(member, partition) && !tasks.containsKey(partition)) {
                Replica replica = disk.computeIfAbsent(partition, _ -> new Replica());
                tasks.put(
                        partition,
                        new Task(replica, broker.log(Topic.CHANGELOG, partition).end()));
            }
        }
    }

    /** Gives up what is open; the state that it went into is not trusted again. */
    private void closeDirty() {
        if (session.hasOpen()) {
            broker.end(session, false);
        }
        tasks.keySet().forEach(disk::remove);
        forget();
        session = broker.open(name);
        generation = -1;
    }

    private void forget() {
        tasks.clear();
        unsent.clear();
        uncommitted.clear();
        phase = phase == Phase.DOWN ? Phase.DOWN : Phase.WORKING;
        stopping = false;
        paused = false;
        writesUntilCrash = -1;
    }

    private void standBy(int partition) {
        if (!tasks.containsKey(partition)) {
            disk.computeIfAbsent(partition, _ -> new Replica())
                    .follow(broker.log(Topic.CHANGELOG, partition), Long.MAX_VALUE, 1 + random.nextInt(40));
        }
    }

    private void run(int partition, Task task) {
        if (task.processor != null && task.context != null) {
            if (random.nextInt(4) == 0) {
                task.context.punctuate(world.nowMs());
            } else {
                process(partition, task, task.processor, task.context);
            }
        } else if (task.replica.position() < task.target) {
            task.replica.follow(broker.log(Topic.CHANGELOG, partition), task.target, 1 + random.nextInt(60));
        } else if (!broker.isUnstable(partition)) {
            open(partition, task);
        }
    }

    private void open(int partition, Task task) {
        Long committed = broker.group().committed(partition);
        task.input = committed == null ? 0 : committed;
        LocalStore store = new LocalStore(
                task.replica.contents(), (key, value) -> write(partition, Topic.CHANGELOG, change(key, value)));
        TaskContext context = new TaskContext(partition, store, (topic, message) -> write(partition, topic, message));
        Processor<String, DeploymentCommand, String, Object> processor = processors.get();
        busy = true;
        try {
            processor.init(context);
        } finally {
            busy = false;
        }
        task.context = context;
        task.processor = processor;
        world.note(name, "decides partition " + partition + " from offset " + task.input);
    }

    private void process(
            int partition,
            Task task,
            Processor<String, DeploymentCommand, String, Object> processor,
            TaskContext context) {
        Entry entry = broker.log(Topic.COMMANDS, partition).next(task.input);
        if (entry == null) {
            return;
        }
        Message message = entry.message();
        context.comesFrom(entry.offset());
        processor.process(new Record<>(
                (String) message.key(),
                (DeploymentCommand) message.value(),
                message.timestampMs(),
                new RecordHeaders(message.headers())));
        task.input = entry.offset() + 1;
        uncommitted.put(partition, task.input);
        world.note(name, "decided partition " + partition + " offset " + entry.offset());
    }

    private void write(int partition, Topic topic, Message message) {
        if (writesUntilCrash == 0) {
            throw new CrashError();
        }
        writesUntilCrash = Math.max(-1, writesUntilCrash - 1);
        Place place = new Place(topic, partition);
        if (topic == Topic.OUTCOMES && world.plant() == Plant.OUTCOME_BEFORE_STATE) {
            broker.append(place, message);
        } else if (topic == Topic.CHANGELOG
                && world.plant() == Plant.LOST_CHANGELOG_RECORD
                && random.nextInt(100) == 0) {
            world.note(name, "loses a change of partition " + partition);
        } else {
            unsent.computeIfAbsent(place, _ -> new ArrayDeque<>()).add(message);
        }
    }

    /** Sends what was written first to one of the places that something waits for. */
    private void sendOne() {
        if (unsent.isEmpty() || session.isEnding()) {
            return;
        }
        List<Place> places = new ArrayList<>(unsent.keySet());
        Place place = places.get(random.nextInt(places.size()));
        Deque<Message> waiting = Objects.requireNonNull(unsent.get(place));
        for (int i = 1 + random.nextInt(8); i > 0 && !waiting.isEmpty(); i--) {
            broker.append(session, place, waiting.remove());
        }
        if (waiting.isEmpty()) {
            unsent.remove(place);
        }
        Task task = tasks.get(place.partition());
        if (place.topic() == Topic.CHANGELOG && task != null) {
            task.replica.moveTo(broker.log(Topic.CHANGELOG, place.partition()).end());
        }
    }

    private ProcessorSupplier<String, DeploymentCommand, String, Object> newProcess() {
        return Adapter.processors(world.limits(), this::lastEvent, world.clock());
    }

    private Optional<LastEvent> lastEvent(int partition) {
        PartitionLog events = broker.log(Topic.EVENTS, partition);
        long end = events.end();
        world.await("the last event of partition " + partition, () -> events.stableEnd() >= end);
        List<Entry> history = events.history();
        if (history.isEmpty() || !(history.getLast().message().value() instanceof DeploymentEvent last)) {
            return Optional.empty();
        }
        return Optional.of(new LastEvent(last.eventId(), last.tenant(), last.sequence()));
    }

    private Message change(Bytes key, byte @Nullable [] value) {
        return new Message(key, value, world.nowMs(), new RecordHeaders());
    }
}
