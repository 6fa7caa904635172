package ai.rios.commands.simulation;

import static ai.rios.commands.simulation.Violation.unless;

import ai.rios.commands.deployment.FoldedEvents;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.kafka.Adapter;
import ai.rios.commands.kafka.LastEvent;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.kafka.common.utils.Bytes;

/** Holds a history that has come to rest against the invariants, by what the logs and the clients have; the state comes last. */
final class Checker {
    private final Broker broker;
    private final ShardLimits limits;
    private final List<Entry> acknowledged;

    Checker(Broker broker, ShardLimits limits, List<Entry> acknowledged) {
        this.broker = broker;
        this.limits = limits;
        this.acknowledged = acknowledged;
    }

    /** @param states the live state of each partition */
    void check(IntFunction<NavigableMap<Bytes, byte[]>> states) {
        for (int partition = 0; partition < Adapter.PARTITIONS; partition++) {
            Decided decided = Decided.of(broker, partition);
            decided.checkOnce();
            FoldedEvents folded = folded(decided.events());
            new Commands(decided, limits).check();
            checkChangelog(partition, states.apply(partition));
            checkState(states.apply(partition), folded, decided.events());
            new Serial(limits).check(partition, decided);
        }
        checkAcknowledged();
    }

    private void checkAcknowledged() {
        int held = 0;
        for (int partition = 0; partition < Adapter.PARTITIONS; partition++) {
            List<Entry> outcomes = broker.log(Topic.OUTCOMES, partition).history();
            unless(acknowledged.containsAll(outcomes), Invariant.ACKNOWLEDGED_KEPT, "an outcome was passed over");
            held += outcomes.size();
        }
        unless(
                acknowledged.size() == held,
                Invariant.ACKNOWLEDGED_KEPT,
                acknowledged.size() + " outcomes were seen of " + held);
    }

    private static FoldedEvents folded(List<Entry> events) {
        FoldedEvents folded = new FoldedEvents();
        for (Entry entry : events) {
            DeploymentEvent event = (DeploymentEvent) Decided.valueOf(entry);
            String problem = folded.problemOf(event);
            unless(problem == null, Invariant.NO_HOLES, String.valueOf(problem));
            String holder = folded.fold(event);
            unless(
                    holder == null,
                    Invariant.ONE_HOLDER,
                    holder + " has the name of " + event.deploymentId() + " already");
        }
        return folded;
    }

    private void checkChangelog(int partition, NavigableMap<Bytes, byte[]> live) {
        Replica rebuilt = new Replica();
        rebuilt.follow(broker.log(Topic.CHANGELOG, partition), Long.MAX_VALUE, Integer.MAX_VALUE);
        unless(
                readable(rebuilt.contents()).equals(readable(live)),
                Invariant.STATE_FROM_CHANGELOG,
                "partition " + partition + " has " + live.size() + " entries, its changelog "
                        + rebuilt.contents().size());
    }

    private static NavigableMap<Bytes, Bytes> readable(Map<Bytes, byte[]> contents) {
        NavigableMap<Bytes, Bytes> readable = new TreeMap<>();
        contents.forEach((key, value) -> readable.put(key, Bytes.wrap(value)));
        return readable;
    }

    private void checkState(NavigableMap<Bytes, byte[]> live, FoldedEvents folded, List<Entry> events) {
        Adapter.Contents contents = Adapter.contents(live);
        expect("deployments", contents.deployments(), folded.living());
        expect("names", contents.names(), folded.names());
        NavigableMap<String, Long> sequences = new TreeMap<>();
        NavigableMap<String, Integer> keys = new TreeMap<>();
        contents.tenants().forEach((tenant, state) -> note(tenant, state, sequences, keys));
        expect("sequences", sequences, folded.sequences());
        expect("counts of keys", keys, contents.entries());
        expect("order of keys", contents.ages(), contents.entries());
        Set<String> timers = new TreeSet<>();
        folded.timers(limits).forEach(timer -> timers.add(Adapter.nameOf(timer)));
        expect("timers", contents.timers(), timers);
        LastEvent last = contents.lastEvent();
        Object lastInLog = events.isEmpty() ? "none" : ((DeploymentEvent) Decided.valueOf(events.getLast())).eventId();
        expect("last event", last == null ? "none" : last.eventId(), lastInLog);
    }

    private static void note(
            String tenant,
            TenantState state,
            NavigableMap<String, Long> sequences,
            NavigableMap<String, Integer> keys) {
        if (state.sequence() > 0) {
            sequences.put(tenant, state.sequence());
        }
        if (state.keys() > 0) {
            keys.put(tenant, state.keys());
        }
    }

    private static void expect(String what, Object live, Object folded) {
        unless(live.equals(folded), Invariant.STATE_FROM_EVENTS, what + ": live " + live + ", folded " + folded);
    }
}
