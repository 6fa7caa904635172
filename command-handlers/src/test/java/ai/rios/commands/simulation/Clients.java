package ai.rios.commands.simulation;

import ai.rios.commands.deployment.RandomHistory;
import ai.rios.commands.kafka.Adapter;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Clients of a few tenants and their edge. What they send is on its way for any time, overtakes and is overtaken, is lost, comes
 * twice, and is sent again under its key, answered or not. Confined to the world's thread.
 */
final class Clients {
    private static final List<String> TENANTS = List.of("acme", "beta", "delta", "gamma");
    private static final int KNOWN = 6;

    private final World world;
    private final SplittableRandom random;
    private final boolean repeats;
    private final NavigableMap<String, RandomHistory> requests = new TreeMap<>();
    private final NavigableMap<String, List<String>> known = new TreeMap<>();
    private final List<Message> onTheirWay = new ArrayList<>();
    private final List<DeploymentCommand> keyed = new ArrayList<>();
    private final List<Entry> acknowledged = new ArrayList<>();
    private final long[] read = new long[Adapter.PARTITIONS];
    private int sent;

    /** @param repeats whether a record may come twice as it is, and not only its key in another one */
    Clients(World world, SplittableRandom random, boolean repeats) {
        this.world = world;
        this.random = random;
        this.repeats = repeats;
        for (String tenant : TENANTS) {
            List<String> ids = new ArrayList<>();
            known.put(tenant, ids);
            requests.put(tenant, new RandomHistory(random.split(), () -> List.copyOf(ids)));
        }
    }

    /** Outcomes that the edge has seen. */
    List<Entry> acknowledged() {
        return acknowledged;
    }

    void step() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> submit();
            case 3, 4, 5 -> arrive();
            case 6 -> sendAgain();
            default -> read(random.nextInt(Adapter.PARTITIONS));
        }
    }

    /** Sends nothing more; part of what is on its way gets lost. */
    void finish() {
        for (Message message : onTheirWay) {
            if (random.nextBoolean()) {
                append(message);
            }
        }
        onTheirWay.clear();
    }

    void readAll() {
        for (int partition = 0; partition < Adapter.PARTITIONS; partition++) {
            while (read(partition)) {
                // on to the end
            }
        }
    }

    private void submit() {
        String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
        int number = ++sent;
        boolean dryRun = random.nextInt(20) == 0;
        DeploymentCommand command = new DeploymentCommand(
                "op_" + number,
                "req_" + number,
                tenant,
                "alice",
                world.now(),
                dryRun,
                key(number),
                Objects.requireNonNull(requests.get(tenant)).next());
        if (command.idempotency() != null) {
            keyed.add(command);
        }
        onTheirWay.add(message(command));
    }

    private DeploymentCommand.@Nullable Idempotency key(int number) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        int key = random.nextInt(20) == 0 ? 1 + random.nextInt(number) : number;
        return new DeploymentCommand.Idempotency("key-" + key, "alice", "f-" + number);
    }

    private void sendAgain() {
        if (keyed.isEmpty()) {
            return;
        }
        int from = random.nextBoolean() ? Math.max(0, keyed.size() - 5) : 0;
        DeploymentCommand command = keyed.get(from + random.nextInt(keyed.size() - from));
        boolean asItIs = repeats && random.nextInt(3) == 0;
        int number = asItIs ? 0 : ++sent;
        onTheirWay.add(message(asItIs ? command : again(command, number)));
    }

    private DeploymentCommand again(DeploymentCommand command, int number) {
        return new DeploymentCommand(
                "op_" + number,
                "req_" + number,
                command.tenant(),
                command.actor(),
                world.now(),
                command.dryRun(),
                command.idempotency(),
                command.request());
    }

    private void arrive() {
        if (onTheirWay.isEmpty()) {
            return;
        }
        Message message = onTheirWay.remove(random.nextInt(onTheirWay.size()));
        if (random.nextInt(20) > 0) {
            append(message);
        }
    }

    private void append(Message message) {
        int partition = Adapter.partitionOf((String) message.key());
        world.broker().append(new Place(Topic.COMMANDS, partition), message);
    }

    private Message message(DeploymentCommand command) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.EDGE, "edge-1".getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(8) == 0) {
            add(headers, Headers.BUDGET_MS, random.nextInt(4_000));
        }
        if (random.nextInt(8) == 0) {
            add(headers, Headers.DEADLINE_MS, world.nowMs() + random.nextInt(4_000));
        }
        return new Message(command.tenant(), command, world.nowMs(), headers);
    }

    private static void add(RecordHeaders headers, String name, long value) {
        headers.add(name, Long.toString(value).getBytes(StandardCharsets.UTF_8));
    }

    private boolean read(int partition) {
        Entry entry = world.broker().log(Topic.OUTCOMES, partition).next(read[partition]);
        if (entry == null) {
            return false;
        }
        read[partition] = entry.offset() + 1;
        acknowledged.add(entry);
        if (entry.message().value() instanceof Outcome outcome
                && outcome.result() instanceof Outcome.Done(var _, String id, var _, var _)) {
            learn(Objects.requireNonNull(known.get(outcome.tenant())), id);
        }
        return true;
    }

    private static void learn(List<String> ids, String id) {
        ids.remove(id);
        ids.add(id);
        if (ids.size() > KNOWN) {
            ids.removeFirst();
        }
    }
}
